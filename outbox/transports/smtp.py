"""A mail server over SMTP (RFC 5321): one connection, kept open from parcel to parcel.

The moment that matters is the first byte of the text. Before it, a lost connection has carried
nothing; from it until the answer, nobody knows.

Where the server offers PIPELINING (RFC 2920) the commands before the text travel together, and with the text of one
parcel of a window those that announce the next. An announced parcel has not left: its text waits for the "go on".

A window is given settings.EMAIL_WINDOW_TIMEOUT, however slowly the server answers: whoever has it in hand is done with it
before anyone could take them for dead.
"""

import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from outbox.transports.base import (
    ANSWER_CHARACTERS,
    Answer,
    Parcel,
    Transport,
    TransportError,
    clear_of_addresses,
    not_its_turn,
)
from outbox.transports.limited import LimitedSMTP, LimitedSMTPOverTLS

_LOST = (smtplib.SMTPException, OSError)
CLOSING = 421  # the server says goodbye instead of answering (RFC 5321 §3.8)
GO_ON = 354
OUT_OF_STEP = "its answers are out of step with what it was asked"
_SIMPLE = re.compile(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9.-]+")  # needs no quotes in a path (RFC 5321 §4.1.2)

Reply = tuple[int, bytes]


class SMTPTransport(Transport):
    def __init__(self) -> None:
        self._server: LimitedSMTP | None = None
        self._ends = 0.0  # by time.monotonic()
        self._pipelines = False
        self._is_dirty = False  # the server may keep something of a parcel that it has refused
        self._announced: list[list[bytes]] = []  # what was asked behind the text before

    def send(self, parcel: Parcel) -> Answer:
        (answer,) = self.send_all([parcel])
        if isinstance(answer, TransportError):
            raise answer
        return answer

    def send_all(
        self, parcels: Sequence[Parcel], *, may_go_on: Callable[[], bool] = lambda: True
    ) -> Iterator[Answer | TransportError]:
        away = is_announced = False
        self._ends = time.monotonic() + settings.EMAIL_WINDOW_TIMEOUT
        try:
            for parcel, following in pairwise([*parcels, None]):
                assert parcel is not None  # noqa: S101 -- only the last of all is
                if away or not may_go_on():
                    if is_announced:  # its "go on" waits for a text that must not come
                        is_announced = False
                        self._drop()
                    yield not_its_turn()
                    continue
                try:
                    copies = self._announce(parcel, is_announced=is_announced)
                except TransportError as error:
                    is_announced, away = False, error.unreached
                    yield error
                    continue
                if not may_go_on():  # a server may have taken its time for each command
                    is_announced, away = False, True
                    self._drop()
                    yield not_its_turn()
                    continue
                answer, is_announced = self._hand_over(parcel, copies, following)
                yield answer
        finally:
            if is_announced:  # whoever asked for answers has stopped asking
                self._drop()

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            self._ends = time.monotonic() + settings.EMAIL_TIMEOUT
            with contextlib.suppress(*_LOST):
                server.quit()
            server.close()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _left(self) -> float:
        left = min(settings.EMAIL_TIMEOUT, self._ends - time.monotonic())
        if left <= 0:
            raise TimeoutError(f"no end within {settings.EMAIL_WINDOW_TIMEOUT} seconds")
        return left

    def _connect(self) -> LimitedSMTP:
        place, name = (settings.EMAIL_HOST, settings.EMAIL_PORT), DNS_NAME.get_fqdn()
        if settings.EMAIL_USE_SSL:
            trust = ssl.create_default_context()
            server: LimitedSMTP = LimitedSMTPOverTLS(
                *place, left=self._left, local_hostname=name, context=trust
            )
        else:
            server = LimitedSMTP(*place, left=self._left, local_hostname=name)
        try:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except UnicodeError:
            server.close()
            raise smtplib.SMTPException("Name and password in EMAIL_URL can hold ASCII only") from None
        except BaseException:
            server.close()
            raise
        self._pipelines, self._is_dirty = server.has_extn("pipelining"), False
        return server

    def _announce(self, parcel: Parcel, *, is_announced: bool) -> str:
        """MAIL, RCPT and DATA up to the server's "go on". Return what it said about refused copies."""
        was_open = self._server is not None
        try:
            return self._asked(parcel, is_announced)
        except TransportError as error:
            if not (was_open and error.unreached):
                raise
            # Servers close connections that rest or have carried enough. Nothing of the text has left.
            return self._asked(parcel, False)

    def _asked(self, parcel: Parcel, is_announced: bool) -> str:
        replies: list[Reply] = []
        try:
            if self._server is None:
                self._server = self._connect()
            groups = self._announced if is_announced else self._groups(self._server, parcel)
            for group in groups:
                if not (is_announced and group is groups[0]):
                    self._server.send(b"".join(group))
                for command in group:
                    reply = self._server.getreply()
                    if command[:4] != b"RSET":
                        replies.append(reply)
                    elif reply[0] in {CLOSING, -1}:
                        raise smtplib.SMTPServerDisconnected(clear_of_addresses(reply[1]))
                self._check(replies, len(parcel.recipients))
            if self._server.has_said_more():  # it would be taken for the answer to the text
                raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
        except _LOST as error:
            # A failed login or TLS is the connection's trouble too: no parcel is to blame for it.
            self._drop()
            with contextlib.suppress(smtplib.SMTPServerDisconnected):
                self._check(
                    replies, len(parcel.recipients)
                )  # it may have been refused before the line went dead
            raise TransportError(
                f"The mail server was not reached: {_named(error)}.", unreached=True
            ) from error
        self._is_dirty = False
        refused = [
            f"; a copy was refused: {code} {clear_of_addresses(answer)}"
            for code, answer in replies[2 : 1 + len(parcel.recipients)]
            if code not in {250, 251}
        ]
        return "".join(refused[-1:])

    def _check(self, replies: Sequence[Reply], recipients: int) -> None:
        """Raise for the first reply so far that is not as it should be."""
        wanted = [{250}, {250, 251}, *[None] * (recipients - 1), {GO_ON}]
        for (code, answer), good in zip(replies, wanted, strict=False):
            if code == CLOSING or code < 0:
                raise smtplib.SMTPServerDisconnected(clear_of_addresses(answer))
            if good is not None and code not in good:
                if code < 400:  # neither what was asked for nor a refusal: it answers something else
                    raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
                self._is_dirty = True
                self._end_text(replies, recipients)
                raise TransportError(clear_of_addresses(answer), code=code, permanent=code >= 500)

    def _end_text(self, replies: Sequence[Reply], recipients: int) -> None:
        """A server that has refused and says "go on" all the same gets an empty text, for nobody (RFC 2920 §3.1)."""
        if len(replies) <= 1 + recipients or replies[-1][0] != GO_ON:
            if any(code == CLOSING for code, _ in replies):
                self._drop()
            return
        assert self._server is not None  # noqa: S101 -- it has just answered
        try:
            self._server.send(b".\r\n")
            self._server.getreply()
        except _LOST:
            self._drop()

    def _hand_over(
        self, parcel: Parcel, copies: str, follows: Parcel | None
    ) -> tuple[Answer | TransportError, bool]:
        """Return what became of the parcel, and whether `follows` was announced behind its text."""
        assert self._server is not None  # noqa: S101 -- _announce has opened it
        text = parcel.content.replace(b"\n.", b"\n..")  # dots at the beginning of a line (RFC 5321 §4.5.2)
        if text.startswith(b"."):
            text = b"." + text
        end = b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n"
        more = b""
        if follows is not None and self._pipelines:
            with contextlib.suppress(TransportError):  # it is told when it is its turn
                self._announced = self._groups(self._server, follows)
                more = b"".join(self._announced[0])
        try:
            self._server.send(b"".join([text, end, more]))
            code, answer = self._server.getreply()
        except _LOST as error:
            self._drop()
            return TransportError(f"No answer after the text: {_named(error)}.", in_doubt=True), False
        has_sense = 200 <= code < 300 or code >= 400
        if code == CLOSING or not has_sense:
            self._drop()
            more = b""
        said = clear_of_addresses(answer)
        if not has_sense:
            return TransportError(f"No sense in the answer to the text: {said}", in_doubt=True), False
        if code < 300:
            return Answer(code, (said + copies)[:ANSWER_CHARACTERS]), bool(more)
        return TransportError(said, code=code, permanent=code >= 500), bool(more)

    def _groups(self, server: smtplib.SMTP, parcel: Parcel) -> list[list[bytes]]:
        """The commands before the text, in groups that may travel together."""
        mail = f"MAIL FROM:{_path(parcel.sender)}"
        if server.has_extn("size"):
            mail += f" SIZE={len(parcel.content)}"
        if parcel.needs_utf8:
            if not server.has_extn("smtputf8"):
                raise TransportError(
                    "The mail server does not take addresses in this script.", permanent=True, code=553
                )
            mail += " SMTPUTF8 BODY=8BITMIME"
        lines = [mail, *[f"RCPT TO:{_path(address)}" for address in parcel.recipients]]
        if any("\r" in line or "\n" in line for line in lines):
            raise TransportError("An address holds a line break.", permanent=True, code=553)
        if not (parcel.needs_utf8 or all(map(str.isascii, lines))):
            raise TransportError("An address is in another script.", permanent=True, code=553)
        commands = [f"{line}\r\n".encode() for line in lines]
        if self._is_dirty:
            commands.insert(0, b"RSET\r\n")
        if not self._pipelines:
            return [[command] for command in [*commands, b"DATA\r\n"]]
        if len(parcel.recipients) > 1:
            # If whom it is for is refused, and a copy is not, nothing must leave: DATA waits for the answers.
            return [commands, [b"DATA\r\n"]]
        return [[*commands, b"DATA\r\n"]]


def _path(address: str) -> str:
    return f"<{address}>" if _SIMPLE.fullmatch(address) else smtplib.quoteaddr(address)


def _named(error: BaseException) -> str:
    detail = clear_of_addresses(str(error.args[-1])) if error.args else ""
    return f"{type(error).__name__} {detail}".strip()
