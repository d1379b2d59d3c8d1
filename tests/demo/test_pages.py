"""What the walk sees of a page."""

from demo.pages import Page

HTML = """
<a href="/en/appeals/free-erzhan/">Free Erzhan</a>
<form action="?lang=en"><input name="q"></form>
<form method="post" action="/en/appeals/free-erzhan/#sign">
  <input type="hidden" name="token" value="abc"><input name="name"><input type="email" name="email">
  <select name="country"><option value="">Choose</option><option value="GB">United Kingdom</option></select>
  <input type="checkbox" name="may_reply"><button name="show" value="1">Show</button>
</form>
<dl><div><dt>signatures confirmed</dt><dd>12</dd></div><dt>From</dt><dd>Amara</dd></dl>
"""


def test_links_forms_and_counts_are_found():
    page = Page("http://127.0.0.1:8000/en/", HTML)
    assert page.links == ["http://127.0.0.1:8000/en/appeals/free-erzhan/"]
    assert page.counts == {"signatures confirmed": 12}
    assert page.count("confirmed") == 12
    assert page.count("accepted") is None


def test_the_form_is_known_by_its_fields():
    form = Page("http://127.0.0.1:8000/en/", HTML).form_with("name", "email", "country")
    assert form is not None
    assert form.action == "http://127.0.0.1:8000/en/appeals/free-erzhan/#sign"
    assert form.fields == {"token": "abc", "name": "", "email": "", "country": ""}
    assert form.options == {"country": ["", "GB"]}
    assert form.boxes == ["may_reply"]
    assert Page("http://127.0.0.1:8000/", HTML).form_with("iban") is None
