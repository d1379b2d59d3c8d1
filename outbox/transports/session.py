"""One connection to a mail server: what it can do, what it was asked ahead, and the steps of handing it one parcel.

    copies = session.announce(parcel)       the envelope, up to where the text may begin
    session.hand_over(parcel, copies)       the text, and its answer

The moment that matters is the first byte of the text. Before it, a lost connection has carried nothing; from it until the
answer, nobody knows.

Where the server offers PIPELINING (RFC 2920) the commands before the text travel together, and with a text the envelope that
follows. An announced envelope is no mail: its text waits for the answers. Where the server offers CHUNKING too, a text needs
no "go on", and whoever was announced and does not come is put away with RSET; without it the connection has to go.
"""

import contextlib
import smtplib
import time

from django.conf import settings

from outbox.transports.base import (
    ANSWER_CHARACTERS,
    Answer,
    Envelope,
    Parcel,
    TransportError,
    clear_of_addresses,
)
from outbox.transports.connecting import connected
from outbox.transports.conversation import (
    CLOSING,
    GO_ON,
    LOST,
    OUT_OF_STEP,
    RESET,
    TO_MAIL,
    TO_RECIPIENT,
    Reply,
    chunk,
    commands,
    dotted,
    named,
    refusal,
)
from outbox.transports.flight import ground, may_fly
from outbox.transports.limited import LimitedSMTP

DATA = b"DATA\r\n"
Groups = list[list[bytes]]  # commands, those of one group sent together


def place() -> tuple[str, int]:
    return settings.EMAIL_HOST, settings.EMAIL_PORT


class Session:
    def __init__(self) -> None:
        self.server: LimitedSMTP | None = None
        self.chunks = False
        self.pace = 0.0  # seconds for a text and its answer, as measured last in this connection
        self.is_dirty = False  # the server may keep something of an envelope that came to nothing
        self.announced: tuple[Envelope, Groups] | None = (
            None  # asked behind the text before, answers not read
        )
        self._pipelines = False
        self._ends = self._patience = 0.0  # by time.monotonic(), and in seconds

    def allow(self, seconds: float) -> None:
        """For all that is asked of it from now on; each single wait is no longer than settings.EMAIL_TIMEOUT."""
        self._ends, self._patience = time.monotonic() + seconds, settings.EMAIL_TIMEOUT

    def drop(self) -> None:
        server, self.server, self.announced = self.server, None, None
        if server is not None:
            server.close()

    def close(self) -> None:
        server, self.server, self.announced = self.server, None, None
        if server is not None:
            self.allow(settings.EMAIL_TIMEOUT)
            with contextlib.suppress(*LOST):
                server.quit()
            server.close()

    def leave_alone(self) -> None:
        """Whoever was announced does not come now. Without CHUNKING the server would wait for a text that must not come."""
        if self.announced and not self.chunks:
            self.drop()

    def announce(self, parcel: Parcel) -> str:
        """MAIL, RCPT and, where no chunks are taken, DATA up to its "go on". Return what was said about refused copies."""
        was_open = self.server is not None
        try:
            return self._asked(parcel)
        except TransportError as error:
            if not (was_open and error.unreached):
                raise
            # Servers close connections that rest or have carried enough. Nothing of the text has left.
            return self._asked(parcel)

    def hand_over(self, parcel: Parcel, copies: str, follows: Envelope | None) -> Answer | TransportError:
        """Announce `follows` behind the text, where that may be."""
        assert self.server is not None  # noqa: S101 -- announce has opened it
        ahead = self.ahead(follows)
        text = (chunk if self.chunks else dotted)(parcel.content)
        began = time.monotonic()
        try:
            self.server.send(b"".join([*text, *(ahead[1][0] if ahead else ())]))
            code, answer = self.server.getreply()
        except LOST as error:
            self.drop()
            return TransportError(f"No answer after the text: {named(error)}.", in_doubt=True)
        self.pace = time.monotonic() - began
        self.announced = ahead
        has_sense = 200 <= code < 300 or code >= 400
        if code == CLOSING or not has_sense:
            self.drop()
        said = clear_of_addresses(answer)
        if not has_sense:
            return TransportError(f"No sense in the answer to the text: {said}", in_doubt=True)
        if code < 300:
            return Answer(code, (said + copies)[:ANSWER_CHARACTERS])
        self.is_dirty = self.chunks
        return refusal((code, answer))

    def ahead(self, envelope: Envelope | None) -> tuple[Envelope, Groups] | None:
        """What may be asked behind a text. An address that cannot be said is told when it is its turn."""
        if envelope is None or not self._pipelines:
            return None
        with contextlib.suppress(TransportError):
            return envelope, self._groups(envelope, is_behind=True)
        return None

    def _asked(self, parcel: Parcel) -> str:
        replies: list[Reply] = []
        is_ahead = False
        try:
            if self.server is None:
                self._open()
            assert self.server is not None  # noqa: S101 -- _open has opened it
            groups, is_ahead = self._groups_of(parcel)
            for group in groups:
                if not (is_ahead and group is groups[0]):
                    self.server.send(b"".join(group))
                for command in group:
                    reply = self.server.getreply()
                    if command != RESET:
                        replies.append(reply)
                    elif reply[0] in {CLOSING, -1}:
                        raise smtplib.SMTPServerDisconnected(clear_of_addresses(reply[1]))
                self._check(replies, len(parcel.recipients))
            if self.server.has_said_more():  # it would be taken for the answer to the text
                raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
        except LOST as error:
            # A failed login or TLS is the connection's trouble too: no parcel is to blame for it.
            self.drop()
            if is_ahead and isinstance(error.__context__, TimeoutError):
                ground(place())  # it may have thrown away what came behind a text
            with contextlib.suppress(smtplib.SMTPServerDisconnected):
                # It may have been refused before the line went dead.
                self._check(replies, len(parcel.recipients))
            raise TransportError(
                f"The mail server was not reached: {named(error)}.", unreached=True
            ) from error
        self.is_dirty = False
        refused = [
            f"; a copy was refused: {code} {clear_of_addresses(answer)}"
            for code, answer in replies[2 : 1 + len(parcel.recipients)]
            if code not in TO_RECIPIENT
        ]
        return "".join(refused[-1:])

    def _open(self) -> None:
        self.server = connected(self._left)
        self.announced, self.is_dirty, self.pace = None, False, 0.0
        self._pipelines = self.server.has_extn("pipelining")
        self.chunks = self._pipelines and self.server.has_extn("chunking") and may_fly(place())

    def _left(self) -> float:
        left = min(self._patience, self._ends - time.monotonic())
        if left <= 0:
            raise TimeoutError(f"no end within {settings.EMAIL_WINDOW_TIMEOUT} seconds")
        return left

    def _groups_of(self, parcel: Parcel) -> tuple[Groups, bool]:
        """And whether the first of them was sent behind the text before."""
        envelope = parcel.envelope
        announced, self.announced = self.announced, None
        if announced and announced[0] == envelope:
            return announced[1], True
        if announced:  # somebody else was expected: take the answers, and put it away
            assert self.server is not None  # noqa: S101 -- it was asked
            for _ in announced[1][0]:
                if (reply := self.server.getreply())[0] in {CLOSING, -1}:
                    raise smtplib.SMTPServerDisconnected(clear_of_addresses(reply[1]))
            self.is_dirty = True
        return self._groups(envelope), False

    def _groups(self, envelope: Envelope, *, is_behind: bool = False) -> Groups:
        assert self.server is not None  # noqa: S101 -- its extensions are known
        before = commands(self.server, envelope)
        # A text that is refused leaves a state that only RSET clears (RFC 3030 §2), and behind a text nobody knows yet.
        if self.is_dirty or (is_behind and self.chunks):
            before.insert(0, RESET)
        if self.chunks:
            return [before]
        if not self._pipelines:
            return [[command] for command in [*before, DATA]]
        if len(envelope.recipients) > 1:
            # If whom it is for is refused, and a copy is not, nothing must leave: DATA waits for the answers.
            return [before, [DATA]]
        return [[*before, DATA]]

    def _check(self, replies: list[Reply], recipients: int) -> None:
        """Raise for the first reply so far that is not as it should be."""
        wanted = [TO_MAIL, TO_RECIPIENT, *[None] * (recipients - 1), {GO_ON}]
        for (code, answer), good in zip(replies, wanted, strict=False):
            if code == CLOSING or code < 0:
                raise smtplib.SMTPServerDisconnected(clear_of_addresses(answer))
            if good is not None and code not in good:
                if code < 400:  # neither what was asked for nor a refusal: it answers something else
                    raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
                self.is_dirty = True
                self._end_text(replies, recipients)
                raise refusal((code, answer))

    def _end_text(self, replies: list[Reply], recipients: int) -> None:
        """A server that has refused and says "go on" all the same gets an empty text, for nobody (RFC 2920 §3.1)."""
        if len(replies) <= 1 + recipients or replies[-1][0] != GO_ON:
            if any(code == CLOSING for code, _ in replies):
                self.drop()
            return
        assert self.server is not None  # noqa: S101 -- it has just answered
        try:
            self.server.send(b".\r\n")
            self.server.getreply()
        except LOST:
            self.drop()
