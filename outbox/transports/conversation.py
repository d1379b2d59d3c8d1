"""Words of an SMTP conversation (RFC 5321): the commands before a text, and what replies can mean."""

import re
import smtplib

from outbox.transports.base import Envelope, TransportError, clear_of_addresses

LOST = (smtplib.SMTPException, OSError)
CLOSING = 421  # the server says goodbye instead of answering (RFC 5321 §3.8)
GO_ON = 354
OUT_OF_STEP = "its answers are out of step with what it was asked"
TO_MAIL, TO_RECIPIENT = frozenset({250}), frozenset({250, 251})
RESET, DATA = b"RSET\r\n", b"DATA\r\n"
_SIMPLE = re.compile(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9.-]+")  # needs no quotes in a path (RFC 5321 §4.1.2)

Reply = tuple[int, bytes]
Groups = list[list[bytes]]  # commands, those of one group sent together


def commands(server: smtplib.SMTP, envelope: Envelope) -> list[bytes]:
    """MAIL and one RCPT for each recipient. Raise TransportError for an address that this server cannot be told."""
    mail = f"MAIL FROM:{_path(envelope.sender)}"
    if envelope.size and server.has_extn("size"):
        mail += f" SIZE={envelope.size}"
    if envelope.needs_utf8:
        if not server.has_extn("smtputf8"):
            raise TransportError(
                "The mail server does not take addresses in this script.", permanent=True, code=553
            )
        mail += " SMTPUTF8 BODY=8BITMIME"
    lines = [mail, *[f"RCPT TO:{_path(address)}" for address in envelope.recipients]]
    if any("\r" in line or "\n" in line for line in lines):
        raise TransportError("An address holds a line break.", permanent=True, code=553)
    if not (envelope.needs_utf8 or all(map(str.isascii, lines))):
        raise TransportError("An address is in another script.", permanent=True, code=553)
    return [f"{line}\r\n".encode() for line in lines]


def up_to_data(before: list[bytes], envelope: Envelope, *, pipelines: bool) -> Groups:
    if not pipelines:
        return [[command] for command in [*before, DATA]]
    if len(envelope.recipients) > 1:
        # If whom it is for is refused, and a copy is not, nothing must leave: DATA waits for the answers.
        return [before, [DATA]]
    return [[*before, DATA]]


def chunk(content: bytes) -> list[bytes]:
    """A text that says beforehand how long it is (BDAT, RFC 3030 §2): no dot ends it, so none is hidden."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return [b"BDAT %d LAST\r\n" % len(whole), whole]


def dotted(content: bytes) -> list[bytes]:
    """A text that a dot ends, with the dots at the beginning of its lines doubled (DATA, RFC 5321 §4.5.2)."""
    text = content.replace(b"\n.", b"\n..")
    return [
        b"." if text.startswith(b".") else b"",
        text,
        b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n",
    ]


def is_goodbye(code: int) -> bool:
    """Or no answer at all: smtplib makes what is no number one below zero."""
    return code == CLOSING or code < 0


def first_refused(replies: list[Reply], recipients: int) -> Reply | None:
    """Of those so far to MAIL, to each RCPT and to DATA. Raise SMTPServerDisconnected where one says goodbye or makes no sense."""
    wanted = [TO_MAIL, TO_RECIPIENT, *[None] * (recipients - 1), {GO_ON}]
    for (code, answer), good in zip(replies, wanted, strict=False):
        if is_goodbye(code):
            raise smtplib.SMTPServerDisconnected(clear_of_addresses(answer))
        if good is not None and code not in good:
            if code < 400:  # neither what was asked for nor a refusal: it answers something else
                raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
            return code, answer
    return None


def of_copies(replies: list[Reply]) -> str:
    """What is told of the last copy that was refused."""
    refused = [reply for reply in replies if reply[0] not in TO_RECIPIENT]
    return "".join(
        f"; a copy was refused: {code} {clear_of_addresses(answer)}" for code, answer in refused[-1:]
    )


def refusal(reply: Reply) -> TransportError:
    code, answer = reply
    return TransportError(clear_of_addresses(answer), code=code, permanent=code >= 500)


def named(error: BaseException) -> str:
    detail = clear_of_addresses(str(error.args[-1])) if error.args else ""
    return f"{type(error).__name__} {detail}".strip()


def _path(address: str) -> str:
    return f"<{address}>" if _SIMPLE.fullmatch(address) else smtplib.quoteaddr(address)
