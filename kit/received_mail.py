"""Read mail that others wrote: whatever it holds, the answer is inert text, bounded, and nothing is fetched or opened.

Python's `compat32` policy takes any bytes; its newer policies stumble over headers of which they know a form.
"""

import html.parser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

import regex

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 100  # a tree of parts is read by recursion
MOST_CHARACTERS = 200_000
# Control and format characters, among them those that reorder a line; line ends and tabs stay, and so do ZWNJ and ZWJ.
_UNSEEN = regex.compile(r"[[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]--[\n\t\u200c\u200d]]", regex.VERSION1)


class Unreadable(ValueError):
    """A mail whose parts are nested or multiplied beyond what anybody writes."""


@dataclass(frozen=True)
class Attached:
    filename: str
    content_type: str
    size: int


def parse(raw: bytes) -> Message:
    if len(re.findall(rb"boundary\s*\*?\d*\*?=", raw, re.IGNORECASE)) > MOST_PARTS:
        raise Unreadable("The mail has too many parts.")
    return message_from_bytes(raw, policy=policy.compat32)


def header(message: Message, name: str) -> str:
    """One line in Unicode, "" when it is not there."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, *names: str) -> list[str]:
    """All lines of these headers, in the order of `names`."""
    lines = [(name.lower(), value) for name, value in message.raw_items()]
    return [unfolded(str(value)) for wanted in names for name, value in lines if name == wanted.lower()]


def unfolded(value: str) -> str:
    # Bytes that are no ASCII stand in it as surrogates (PEP 383); most servers mean UTF-8 by them (RFC 6532).
    value = decoded(value.encode("utf-8", "surrogateescape" if _is_bytes(value) else "replace"), None)
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        parts = [(value, None)]
    words = [part if isinstance(part, str) else decoded(part, charset) for part, charset in parts]
    return " ".join(inert("".join(words)).split())


def _is_bytes(value: str) -> bool:
    return all("\udc80" <= sign <= "\udcff" for sign in value if "\ud800" <= sign <= "\udfff")


def decoded(content: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "latin-1"):
        try:
            return content.decode(name, "strict" if name == (charset or "utf-8") else "replace")
        except (LookupError, ValueError, AttributeError):
            continue
    return ""


def inert(text: str) -> str:
    """Nothing in it moves, hides or controls: what is not seen is left out. To be escaped wherever it is shown, as ever."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MOST_CHARACTERS]


def address_of(value: str) -> str:
    """The first mail address in a header, or ""."""
    try:
        found = getaddresses([value])
    except (ValueError, IndexError, TypeError):
        return ""
    return next((address for _name, address in found if "@" in address), "")


def leaves(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def content_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return content if isinstance(content, bytes) else b""


def text_of(message: Message) -> str:
    """What it says, as plain text: its plain parts, else its HTML parts without their tags."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in leaves(message):
        if part.get_content_type() in texts and not _is_attached(part):
            texts[part.get_content_type()].append(decoded(content_of(part), _charset(part)))
    if any(text.strip() for text in texts["text/plain"]):
        return inert("\n\n".join(texts["text/plain"])).strip()
    return inert("\n\n".join(without_tags(text) for text in texts["text/html"])).strip()


def attached(message: Message) -> list[Attached]:
    """Names, types and sizes of what hangs on it. Nothing of it is opened."""
    return [
        Attached(
            unfolded(_filename(part))[:200],
            part.get_content_type()[:100],
            len(content_of(part)),
        )
        for part in leaves(message)
        if _is_attached(part) or part.get_content_maintype() != "text"
    ]


def without_tags(source: str) -> str:
    reader = _TextOnly()
    try:
        reader.feed(source[:MOST_CHARACTERS])
        reader.close()
    except (AssertionError, ValueError):
        return ""
    return re.sub(r"\n\s*\n\s*", "\n\n", "".join(reader.found)).strip()


class _TextOnly(html.parser.HTMLParser):
    SILENT = frozenset({"script", "style", "head", "title", "template"})
    BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in self.BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment") or bool(
        _filename(part)
    )


def _filename(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None
