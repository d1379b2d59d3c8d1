"""A mould: what the mails of one kind and text share, made once for a batch; pouring fills its slots (docs/adr/0013).

A poured mail is byte for byte what composing.compose makes of the same draft. What a mould cannot do exactly it does
not do: `pour` returns None, and the mail is composed. The lines of headers are those of outbox/mailpolicy.py; the ones
written here without it are those that the policy leaves as they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache
from html import escape  # what Django's escape is made of
from typing import Any

from django.conf import settings

from outbox.composing import OWN_HEADERS, ComposeError, on_the_wire, one_line, to_address
from outbox.encoding import Body, Piece, as_base64
from outbox.kinds import Attachment, Draft, Own
from outbox.mailpolicy import KNOWN, LINE, LINE_MOST, POLICY
from outbox.models import Message
from outbox.return_addresses import bounce_address
from outbox.states import Stream
from outbox.transports.base import Parcel

# Printable ASCII with single blanks inside, and nothing that looks like an encoded word: the policy writes it as it is.
_AS_IT_IS = re.compile(r"[!-~]+(?: [!-~]+)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ATOM = r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MESSAGE_ID = re.compile(r"<([0-9a-f]{24})@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*>")

# Stands for a value while a mould is made. The & shows whether a template escapes what it prints there, the letters
# whether it changes it, the number which slot it is.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(&amp;|&)aB([0-9]+){_CLOSE}")
_LONG_MARK = re.compile(f"{_OPEN}(&amp;|&)(?:cD eF ){{40}}([0-9]+){_CLOSE}")


def marks(names: Sequence[str], *, long: bool = False) -> dict[str, str]:
    """A value for each slot, by which its places are found again. The long ones show what cuts or wraps."""
    word = "cD eF " * 40 if long else "aB"
    return {name: f"{_OPEN}&{word}{number}{_CLOSE}" for number, name in enumerate(names)}


class Unfit(Exception):
    """This draft is composed by the email package, not poured."""


def mould_of(names: Sequence[str], pour: Callable[[Mapping[str, str]], Draft]) -> "Mould":
    """Make a mould of what `pour(values by name)` drafts. Raise Unfit when it does more with a value than print it."""
    mould = Mould(pour(marks(names)), names, _MARK)
    if mould.pieces != Mould(pour(marks(names, long=True)), names, _LONG_MARK).pieces:
        raise Unfit("a slot changes what stands around it")
    return mould


class Mould:
    def __init__(self, draft: Draft, names: Sequence[str] = (), mark: "re.Pattern[str]" = _MARK) -> None:
        if draft.attachments:
            raise Unfit("attachments")
        if any(_OPEN in text for text in (draft.language, draft.reply_to, *draft.cc, *draft.headers)):
            raise Unfit("a slot where none can be")
        count = len(names)
        self._draft = draft
        self._names = names
        self._reply_to = on_the_wire(draft.reply_to) if draft.reply_to else ""
        self._cc = tuple(map(on_the_wire, draft.cc))
        if not all(address.isascii() for address in (self._reply_to, *self._cc)):
            raise Unfit("an address in another script")
        if any(not _NAME.fullmatch(name) or name.lower() in _SPECIAL or name.lower().startswith("content-") for name in draft.headers):  # fmt: skip
            raise Unfit("a header with rules of its own")
        subject = _pieces(draft.subject, mark, count, None)
        headers = [(name, _pieces(value, mark, count, None)) for name, value in draft.headers.items()]
        text, html = _pieces(draft.text, mark, count, 0), _pieces(draft.html, mark, count, 0)
        self.pieces = (subject, headers, text, html)
        self._subject = subject
        self._made = [b"" if _slots(pieces) else _line(name, _filled(pieces, ())) for name, pieces in headers]
        self._text = Body(text)
        self._html = Body(html) if draft.html else None
        if not any(piece.strip() for piece in text if isinstance(piece, str)):
            raise Unfit("no text outside the slots")
        self._language = _line("Content-Language", draft.language)
        self._cc_line = _written("Cc", [to_address(address) for address in self._cc]) if self._cc else b""

    def is_made_of(self, names: Sequence[str], pour: Callable[[Mapping[str, str]], Draft]) -> bool:
        """Whether `mould_of` would make the same again: the template and all that it printed are as they were."""
        return list(names) == list(self._names) and pour(marks(names)) == self._draft

    def pour(
        self, message: Message, values: Mapping[str, str], *, now: datetime, own: Own | None = None
    ) -> Parcel | None:
        """None when only the email package can make this message. `own` takes the place of the draft's."""
        plain = [values[name] for name in self._names]
        if any("\n" in value or "\r" in value for value in plain):
            return None
        recipient = str(message.recipient)
        place = _MESSAGE_ID.fullmatch(message.message_id)
        if not place or len(message.message_id) > LINE - 12 or not recipient.isascii():
            return None
        reply_to = self._reply_to
        if own and own.reply_to != reply_to:
            reply_to = on_the_wire(own.reply_to) if own.reply_to else ""
        if not reply_to.isascii():
            return None
        given = [*plain, *map(escape, plain)]
        parts = self._parts(place[1].encode(), given, own.attachments if own else ())
        if parts is None:
            return None
        try:
            head = b"".join(self._head(message, recipient, reply_to, given, now))
        except ComposeError:
            return None  # the email package says it in its own words
        return Parcel(
            message.message_id,
            bounce_address(message.pk),
            (recipient, *self._cc),
            head + parts,
            False,
        )

    def _head(
        self, message: Message, recipient: str, reply_to: str, given: Sequence[str], now: datetime
    ) -> list[bytes]:
        lines = [_sender(settings.OUTCRY_FROM_NAME, settings.OUTCRY_FROM_EMAIL), _whom("To", recipient)]
        if self._cc:
            lines.append(self._cc_line)
        if reply_to:
            lines.append(_whom("Reply-To", reply_to))
        lines += [
            _subject(_filled(self._subject, given)),
            _date(now.replace(microsecond=0), now.utcoffset()),
            b"Message-ID: %b\r\n" % message.message_id.encode(),
        ]
        if message.stream == Stream.CONFIRMATION:
            lines.append(b"Auto-Submitted: auto-generated\r\n")
        lines += [
            made or _line(name, _filled(pieces, given))
            for (name, pieces), made in zip(self.pieces[1], self._made, strict=True)
        ]
        return lines

    def _parts(self, own: bytes, given: Sequence[str], attachments: Sequence[Attachment]) -> bytes | None:
        text = self._text.encoded(given)
        if text is None:
            return None
        html = self._html.encoded(given) if self._html else None
        if self._html and html is None:
            return None
        if attachments:
            attached = [_attached(own, each) for each in attachments]
            if None in attached:
                return None
            first = _alternative(own, 1, b"", text, html) if html else _TEXT % (*text[:1], b"", text[1])
            return b"".join([_MIXED % (own, self._language, own), first, *filter(None, attached), _END % own])
        if html is None:
            return _TEXT % (text[0], b"MIME-Version: 1.0\r\n" + self._language, text[1])
        return b"MIME-Version: 1.0\r\n" + _alternative(own, 0, self._language, text, html)


_SPECIAL = OWN_HEADERS | KNOWN
_TEXT = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: %b\r\n%b\r\n%b'
_ALTERNATIVE = (
    b'Content-Type: multipart/alternative; boundary="=_%b_%d"\r\n%b\r\n'
    b'--=_%b_%d\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n'
    b'--=_%b_%d\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: %b\r\nMIME-Version: 1.0\r\n\r\n%b\r\n'
    b"--=_%b_%d--\r\n"
)
_MIXED = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_%b_0"\r\n%b\r\n--=_%b_0\r\n'
_ATTACHED = (
    b"\r\n--=_%b_0\r\nContent-Type: %b\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="%b"\r\nMIME-Version: 1.0\r\n\r\n%b'
)
_END = b"\r\n--=_%b_0--\r\n"
_FILENAME = re.compile(r"[A-Za-z0-9-]{1,30}\.[a-z]{1,5}")
_CONTENT_TYPE = re.compile(r"application/[a-z]{1,20}")


def _alternative(
    own: bytes, number: int, language: bytes, text: tuple[bytes, bytes], html: tuple[bytes, bytes]
) -> bytes:
    return _ALTERNATIVE % (own, number, language, own, number, *text, own, number, *html, own, number)


def _attached(own: bytes, one: Attachment) -> bytes | None:
    if not (one.content and _FILENAME.fullmatch(one.filename) and _CONTENT_TYPE.fullmatch(one.content_type)):
        return None
    return _ATTACHED % (own, one.content_type.encode(), one.filename.encode(), as_base64(one.content))


def _pieces(text: str, mark: "re.Pattern[str]", count: int, escaped: int | None) -> list[Piece]:
    """Cut a text at its marks. A slot that is escaped there has the number of the slot plus the number of slots."""
    cut = mark.split(str.__str__(text))
    if any(before.endswith("\r") for before in cut[:-1:3]):
        raise Unfit("a slot where an empty value makes one line end of two")
    pieces: list[Piece] = [cut[0]]
    for how, number, after in zip(cut[1::3], cut[2::3], cut[3::3], strict=True):
        if int(number) >= count or (how == "&amp;" and escaped is None):
            raise Unfit("a slot that is escaped in a header")
        pieces += [int(number) + (count if how == "&amp;" else 0), after]
    if any(_OPEN in piece or _CLOSE in piece for piece in pieces if isinstance(piece, str)):
        raise Unfit("a slot whose value is changed, or a text with private characters")
    return pieces


def _slots(pieces: Sequence[Piece]) -> list[int]:
    return [piece for piece in pieces if isinstance(piece, int)]


def _filled(pieces: Sequence[Piece], given: Sequence[str]) -> str:
    return "".join([given[piece] if isinstance(piece, int) else piece for piece in pieces])


def _line(name: str, value: str) -> bytes:
    line = f"{name}: {value}"
    if _AS_IT_IS.fullmatch(value) and "=?" not in value and len(line) <= LINE_MOST:
        return line.encode("ascii") + b"\r\n"
    return _written(name, value)


def _subject(text: str) -> bytes:
    if len(text) + len("Subject: ") <= LINE and "=?" not in text and _AS_IT_IS.fullmatch(text):
        return b"Subject: %b\r\n" % text.encode("ascii")
    return _written("Subject", one_line(text))


@lru_cache(maxsize=8)  # of all mails of one second; equal moments of two zones are written differently
def _date(now: datetime, offset: timedelta | None) -> bytes:
    return b"Date: %b\r\n" % format_datetime(now).encode()


def _whom(name: str, address: str) -> bytes:
    if len(name) + 2 + len(address) <= LINE and _ADDRESS.fullmatch(address):
        return b"%b: %b\r\n" % (name.encode(), address.encode("ascii"))
    return _written(name, to_address(on_the_wire(address)))


@lru_cache(maxsize=8)
def _sender(name: str, address: str) -> bytes:
    return _written("From", Address(name, addr_spec=address))


def _written(name: str, value: Any) -> bytes:
    """As the policy writes it. It must be one header: nothing slips in behind a line break (cpython#121650)."""
    line = POLICY.fold_binary(*POLICY.header_store_parse(name, value))
    first, *more = line[:-2].split(b"\r\n")
    if (
        not line.endswith(b"\r\n")
        or not first.startswith(name.encode() + b":")
        or any(folded[:1] not in {b" ", b"\t"} for folded in more)
        or b"\n" in (bare := line.replace(b"\r\n", b""))
        or b"\r" in bare
    ):
        raise ComposeError("A header holds a line break.")
    return line
