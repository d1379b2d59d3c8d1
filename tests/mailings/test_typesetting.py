"""An update in Markdown becomes HTML that can do nothing but be read, and the same in plain text."""

from html import unescape
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from mailings.typesetting import SCHEMES, TAGS, as_meant, set_in_type

WORDS = {"case": "The *baker*", "case_link": "https://outcry.example/en/cases/baker/"}
WRITTEN = """## News of {case}

She is **at home**.
See [her page]({case_link}), or https://courier.example/a_b_c.

- bread
- [roses](javascript:alert(1))

> Thank you.
"""


class Found(HTMLParser):
    """What a browser would find in a fragment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def test_one_source_two_mails():
    made = set_in_type(WRITTEN, WORDS)
    assert made.bare == (
        "<h2>News of The *baker*</h2>\n"
        "<p>She is <strong>at home</strong>.<br>\n"
        'See <a href="https://outcry.example/en/cases/baker/">her page</a>, or '
        '<a href="https://courier.example/a_b_c">https://courier.example/a_b_c</a>.</p>\n'
        "<ul>\n<li>bread</li>\n<li>[roses](javascript:alert(1))</li>\n</ul>\n"
        "<blockquote>\n<p>Thank you.</p>\n</blockquote>"
    )
    assert made.text == (
        "News of The *baker*\n\n"
        "She is at home.\n"
        "See her page (https://outcry.example/en/cases/baker/), or https://courier.example/a_b_c.\n\n"
        "- bread\n- [roses](javascript:alert(1))\n\n"
        "> Thank you."
    )
    assert made.links == ["https://outcry.example/en/cases/baker/", "https://courier.example/a_b_c"]


def test_style_stands_in_each_tag_and_nowhere_else():
    styles = [
        attributes.get("style", "") for _tag, attributes in Found(set_in_type(WRITTEN, WORDS).html).tags
    ]
    tags = [tag for tag, _attributes in Found(set_in_type(WRITTEN, WORDS).html).tags]
    assert styles == [TAGS[tag] for tag in tags]


@given(st.lists(st.sampled_from(["<script>", "![x](https://e.org/p)", "[a](data:x)", "<b onclick=x>", "&lt;", "**", "\n\n", "- ", "`", "a", "<https://e.org>", "](", "{case}"]) | st.text(max_size=8), max_size=12).map("".join))  # fmt: skip
@example("[x](//evil.example)")
@example("<img src=x onerror=alert(1)>")
def test_whatever_is_typed_only_known_tags_come_out(typed):
    for html, allowed in ((set_in_type(typed, WORDS).html, {"href", "start", "style"}), (set_in_type(typed, WORDS).bare, {"href", "start"})):  # fmt: skip
        for tag, attributes in Found(html).tags:
            assert tag in TAGS
            assert set(attributes) <= allowed
            assert attributes.get("href", "http:").partition(":")[0].lower() in SCHEMES


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Co"]),
        min_size=1,
        max_size=30,
    )
)
@example("*b* [x](https://e.org) <i>")
def test_a_fact_is_never_markup_and_never_lost(said):
    words = " ".join(said.split())
    made = set_in_type("Of {case}.", {"case": words})
    assert unescape(Found(made.bare).words) == f"Of {words}."
    assert made.text == f"Of {words}.".strip()
    assert set_in_type(f"Of {as_meant(words)}.", {}).text == made.text
