"""The kit for those who send their letter themselves: its text, and links that open a mail program with it.

A link longer than LIMIT characters is cut by some programs on the way, so a long letter is handed over by a link that
holds no text, and the text is copied. What such a link opens is the signer's own program; we load nothing from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from letters.composing import draft_of

LIMIT = 2_000
# Name; address; what it calls recipient, subject and text. As each provider's own pages write such links.
PROGRAMS = (
    ("Gmail", "https://mail.google.com/mail/?view=cm&fs=1&", ("to", "su", "body")),
    ("Outlook", "https://outlook.live.com/mail/0/deeplink/compose?", ("to", "subject", "body")),
    ("Yahoo", "https://compose.mail.yahoo.com/?", ("to", "subject", "body")),
)


@dataclass(frozen=True)
class Compose:
    name: str
    href: str
    is_whole: bool


@dataclass(frozen=True)
class Kit:
    to: str
    subject: str
    text: str
    links: list[Compose]

    @property
    def is_whole(self) -> bool:
        return all(link.is_whole for link in self.links)


def kit(agreed: Mapping[str, Any], *, digest: str) -> Kit:
    """`agreed` is the frozen letter. Without an address of the office the links leave the recipient open."""
    draft = draft_of(agreed, digest=digest, pdf=b"")
    # In the demonstration nothing leaves the machine: not by the visitor's own mailbox either.
    to = "" if settings.OUTCRY_DEMO else agreed["recipient"]["email"]
    links = [
        _link(
            _("My mail program"),
            f"mailto:{quote(to, safe='@')}?",
            ("", "subject", "body"),
            to,
            draft.subject,
            draft.text,
        )
    ]
    links += [_link(name, start, words, to, draft.subject, draft.text) for name, start, words in PROGRAMS]
    return Kit(to=to, subject=draft.subject, text=draft.text, links=links)


def _link(name: str, start: str, words: tuple[str, ...], to: str, subject: str, text: str) -> Compose:
    whole = _href(start, words, to, subject, text)
    if len(whole) <= LIMIT:
        return Compose(name, whole, True)
    short = _href(start, words, to, subject, _("(Please paste your letter here.)"))
    if len(short) > LIMIT:  # a long subject in a script of which every letter becomes six or nine characters
        short = _href(start, words, to, "", "")
    return Compose(name, short, False)


def _href(start: str, words: tuple[str, ...], to: str, subject: str, text: str) -> str:
    values = zip(words, (to, subject, text.replace("\n", "\r\n")), strict=True)
    # %20 and not +: mail programs show a plus as a plus (RFC 6068).
    return start + urlencode({word: value for word, value in values if word and value}, quote_via=quote)
