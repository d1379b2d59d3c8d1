"""Read a page as a program sees it: links, forms with their fields, counts in definition lists."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
    """A form: where it posts to, and what its fields hold as the page came. `options`: values of each select."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """`links` and form actions are absolute; `counts` is what `<dt>words</dt><dd>number</dd>` say."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.counts: dict[str, int] = {}
        self._select = ""
        self._in: str = ""
        self._text = ""
        self._term = ""
        self.feed(html)

    def form_with(self, *names: str) -> Form | None:
        return next(
            (form for form in self.forms if form.method == "post" and set(names) <= set(form.fields)), None
        )

    def count(self, word: str) -> int | None:
        return next((number for words, number in self.counts.items() if word in words), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "form":
            self.forms.append(
                Form(urljoin(self.url, given.get("action", "")), given.get("method", "get").lower())
            )
        elif tag in {"input", "select", "textarea"} and self.forms and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select:
            self.forms[-1].options[self._select].append(given.get("value", ""))
        elif tag in {"dt", "dd"}:
            self._in, self._text = tag, ""

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given["name"]
        if given.get("type") in {"checkbox", "radio"}:
            form.boxes.append(name)
        elif given.get("type") not in {"submit", "button"}:
            form.fields[name] = given.get("value", "")
        if tag == "select":
            self._select = name
            form.options[name] = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "dt":
            self._term = self._text.strip()
        elif tag == "dd" and self._text.strip().isdigit():
            self.counts[self._term] = int(self._text)
        if tag in {"dt", "dd"}:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self._text += data
