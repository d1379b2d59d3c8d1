"""One connection to a mail server: what it can do, what it was asked ahead, and the steps of handing it one parcel.

    copies = session.announce(parcel)                 the envelope, up to where the text may begin
    session.hand_over(parcel, copies, follows, then)  the text, and its answer
    session.fly(session.flight(parcels), …)           both for several in one go (flight.py)

The moment that matters is the first byte of the text. Before it, a lost connection has carried nothing; from it until the
answer, nobody knows.

Where the server offers PIPELINING (RFC 2920) the commands before the text travel together, and with a text the envelope that
follows. An announced envelope is no mail: its text waits for the answers. Where the server offers CHUNKING too, a text needs
no "go on", and whoever was announced and does not come is put away with RSET; without it the connection has to go.
"""

import contextlib
import smtplib
import time
from collections.abc import Callable, Sequence

from django.conf import settings

from outbox.transports.base import (
    ANSWER_CHARACTERS,
    Answer,
    Envelope,
    Parcel,
    TransportError,
    clear_of_addresses,
    not_its_turn,
)
from outbox.transports.connecting import connected, place
from outbox.transports.conversation import (
    CLOSING,
    GO_ON,
    LOST,
    OUT_OF_STEP,
    RESET,
    Groups,
    Reply,
    chunk,
    commands,
    dotted,
    first_refused,
    is_goodbye,
    named,
    of_copies,
    refusal,
    up_to_data,
)
from outbox.transports.flight import fly, together
from outbox.transports.grounding import ground, may_fly, understood
from outbox.transports.limited import LimitedSMTP

# None: a server that offers CHUNKING did not understand it, and has said nothing of the mail.
Became = Answer | TransportError | None


class Session:
    def __init__(self) -> None:
        self._server: LimitedSMTP | None = None
        self._chunks = False
        self._pace = 0.0  # seconds for a text and its answer, as measured last in this connection
        self._is_dirty = False  # the server may keep something of an envelope that came to nothing
        # Asked behind the text before, answers not read.
        self._announced: tuple[Envelope, Groups] | None = None
        self._pipelines = self._announces = False
        self._ends = self._patience = 0.0  # by time.monotonic(), and in seconds

    def allow(self, seconds: float) -> None:
        """For all that is asked of it from now on; each single wait is no longer than settings.EMAIL_TIMEOUT."""
        self._ends, self._patience = time.monotonic() + seconds, settings.EMAIL_TIMEOUT

    def drop(self) -> None:
        server, self._server, self._announced = self._server, None, None
        if server is not None:
            server.close()

    def close(self) -> None:
        server, self._server, self._announced = self._server, None, None
        if server is not None:
            self.allow(settings.EMAIL_TIMEOUT)
            with contextlib.suppress(*LOST):
                server.quit()
            server.close()

    def leave_alone(self) -> None:
        """Whoever was announced does not come now. Without CHUNKING the server would wait for a text that must not come."""
        if self._announced and not self._chunks:
            self.drop()

    def put_away(self) -> None:
        """The envelope that was taken last gets no text."""
        if self._chunks:
            self._is_dirty = True
        else:
            self.drop()

    def announce(self, parcel: Parcel) -> str:
        """MAIL, RCPT and, where no chunks are taken, DATA up to its "go on". Return what was said about refused copies."""
        was_open = self._server is not None
        try:
            return self._asked(parcel)
        except TransportError as error:
            if not (was_open and error.unreached):
                raise
            # Servers close connections that rest or have carried enough. Nothing of the text has left.
            return self._asked(parcel)

    def hand_over(
        self, parcel: Parcel, copies: str, follows: Envelope | None, then: Envelope | None
    ) -> Became:
        """Announce behind the text who follows, where that may be, or who will probably be `then`."""
        assert self._server is not None  # noqa: S101 -- announce has opened it
        # Without CHUNKING nobody is announced who may not come: the server would wait for the text.
        ahead = self._ahead(follows or (then if self._chunks else None))
        text = (chunk if self._chunks else dotted)(parcel.content)
        began = time.monotonic()
        try:
            self._server.send(b"".join([*text, *(ahead[1][0] if ahead else ())]))
            code, answer = self._server.getreply()
        except LOST as error:
            self.drop()
            return TransportError(f"No answer after the text: {named(error)}.", in_doubt=True)
        self._pace = time.monotonic() - began
        self._announced = ahead
        has_sense = 200 <= code < 300 or code >= 400
        if code == CLOSING or not has_sense:
            self.drop()
        said = clear_of_addresses(answer)
        if not has_sense:
            return TransportError(f"No sense in the answer to the text: {said}", in_doubt=True)
        if code < 300:
            return Answer(code, (said + copies)[:ANSWER_CHARACTERS])
        self._is_dirty = self._chunks
        refused = refusal((code, answer))
        return understood(place(), refused) if self._chunks else refused

    def flight(self, parcels: Sequence[Parcel]) -> Sequence[Parcel]:
        """Those at the beginning that may fly together now; none when it is one alone."""
        may = self._server and self._chunks and self._pace
        return together(parcels, self._pace) if may else ()

    def fly(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], then: Envelope | None
    ) -> list[Became]:
        """What became of those that were begun: none, when the connection had to be opened anew. Raise as `announce` does."""
        # The envelope of the first goes ahead: a connection that has died meanwhile carries no text.
        self.announce(parcels[0])
        if not self._pace:  # this is another connection
            self.put_away()
            return []
        if not may_go_on():  # the server may have taken its time
            self.put_away()
            raise not_its_turn()
        assert self._server is not None  # noqa: S101 -- it has just answered
        began = time.monotonic()
        ahead = self._ahead(then)
        answers, ended = fly(self._server, parcels, may_go_on, ahead[1][0] if ahead else [])
        self._pace = (time.monotonic() - began) / len(answers)
        self._is_dirty = isinstance(answers[-1], TransportError)
        self._announced = ahead if len(answers) == len(parcels) else None
        if ended:
            self.drop()
            if ended.in_doubt:
                ground(place(), "a flight ended before each of its mails was answered, some are in doubt")
        return [understood(place(), answer) for answer in answers]

    def _ahead(self, envelope: Envelope | None) -> tuple[Envelope, Groups] | None:
        """What may be asked behind a text. An address that cannot be said is told when it is its turn."""
        if envelope is None or not self._announces:
            return None
        with contextlib.suppress(TransportError):
            return envelope, self._groups(envelope, is_behind=True)
        return None

    def _asked(self, parcel: Parcel) -> str:
        replies: list[Reply] = []
        is_ahead = False
        try:
            if self._server is None:
                self._open()
            assert self._server is not None  # noqa: S101 -- _open has opened it
            groups, is_ahead = self._groups_of(parcel)
            for group in groups:
                if not (is_ahead and group is groups[0]):
                    self._server.send(b"".join(group))
                for command in group:
                    reply = self._server.getreply()
                    if command != RESET:
                        replies.append(reply)
                    elif is_goodbye(reply[0]):
                        raise smtplib.SMTPServerDisconnected(clear_of_addresses(reply[1]))
                self._check(replies, len(parcel.recipients))
            if self._server.has_said_more():  # it would be taken for the answer to the text
                raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
        except LOST as error:
            # A failed login or TLS is the connection's trouble too: no parcel is to blame for it.
            self.drop()
            if is_ahead and isinstance(error.__context__, TimeoutError):
                # It may have thrown away what came behind a text.
                ground(place(), "it did not answer an envelope that was announced behind a text")
            with contextlib.suppress(smtplib.SMTPServerDisconnected):
                # It may have been refused before the line went dead.
                self._check(replies, len(parcel.recipients))
            raise TransportError(
                f"The mail server was not reached: {named(error)}.", unreached=True
            ) from error
        self._is_dirty = False
        return of_copies(replies[2 : 1 + len(parcel.recipients)])

    def _open(self) -> None:
        self._server = connected(self._left)
        self._announced, self._is_dirty, self._pace = None, False, 0.0
        self._pipelines = self._server.has_extn("pipelining")
        self._announces = self._pipelines and may_fly(place())
        self._chunks = self._announces and self._server.has_extn("chunking")

    def _left(self) -> float:
        left = min(self._patience, self._ends - time.monotonic())
        if left <= 0:
            raise TimeoutError(f"no end within {settings.EMAIL_WINDOW_TIMEOUT} seconds")
        return left

    def _groups_of(self, parcel: Parcel) -> tuple[Groups, bool]:
        """And whether the first of them was sent behind the text before."""
        envelope = parcel.envelope
        announced, self._announced = self._announced, None
        if announced and announced[0] == envelope:
            return announced[1], True
        if announced:  # somebody else was expected: take the answers, and put it away
            assert self._server is not None  # noqa: S101 -- it was asked
            for _ in announced[1][0]:
                if is_goodbye((reply := self._server.getreply())[0]):
                    raise smtplib.SMTPServerDisconnected(clear_of_addresses(reply[1]))
            self._is_dirty = True
        return self._groups(envelope), False

    def _groups(self, envelope: Envelope, *, is_behind: bool = False) -> Groups:
        assert self._server is not None  # noqa: S101 -- its extensions are known
        before = commands(self._server, envelope)
        # A text that is refused leaves a state that only RSET clears (RFC 3030 §2), and behind a text nobody knows yet.
        if self._is_dirty or (is_behind and self._chunks):
            before.insert(0, RESET)
        if self._chunks:
            return [before]
        return up_to_data(before, envelope, pipelines=self._pipelines)

    def _check(self, replies: list[Reply], recipients: int) -> None:
        """Raise for the first reply so far that is not as it should be."""
        if refused := first_refused(replies, recipients):
            self._is_dirty = True
            self._end_text(replies, recipients)
            raise refusal(refused)

    def _end_text(self, replies: list[Reply], recipients: int) -> None:
        """A server that has refused and says "go on" all the same gets an empty text, for nobody (RFC 2920 §3.1)."""
        if len(replies) <= 1 + recipients or replies[-1][0] != GO_ON:
            if any(code == CLOSING for code, _ in replies):
                self.drop()
            return
        assert self._server is not None  # noqa: S101 -- it has just answered
        try:
            self._server.send(b".\r\n")
            self._server.getreply()
        except LOST:
            self.drop()
