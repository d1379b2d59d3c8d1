"""A mail server over SMTP (RFC 5321): one connection, kept open from parcel to parcel.

The moment that matters is the first byte of the text. Before it, a lost connection has carried
nothing; from it until the answer, nobody knows.

Where the server offers PIPELINING (RFC 2920) the commands before the text travel together, and with the text of one
parcel of a window those that announce the next. An announced parcel has not left: its text waits for the "go on".
Where it offers CHUNKING too, parcels of a window fly (flight.py).

A window is given settings.EMAIL_WINDOW_TIMEOUT, however slowly the server answers: whoever has it in hand is done with it
before anyone could take them for dead.
"""

import contextlib
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise, takewhile

from django.conf import settings

from outbox.transports.base import (
    ANSWER_CHARACTERS,
    Answer,
    Parcel,
    Transport,
    TransportError,
    clear_of_addresses,
    not_its_turn,
)
from outbox.transports.connecting import connected
from outbox.transports.conversation import (
    CLOSING,
    GO_ON,
    LOST,
    OUT_OF_STEP,
    TO_MAIL,
    TO_RECIPIENT,
    Reply,
    commands,
    named,
    refusal,
)
from outbox.transports.flight import FLIGHT_SECONDS, NOT_UNDERSTOOD, fly, ground, may_fly
from outbox.transports.limited import LimitedSMTP


class SMTPTransport(Transport):
    def __init__(self) -> None:
        self._server: LimitedSMTP | None = None
        self._ends = 0.0  # by time.monotonic()
        self._pipelines = self._chunks = False
        self._pace = 0.0  # seconds for a text and its answer, as measured last in this connection
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
        self._ends = time.monotonic() + settings.EMAIL_WINDOW_TIMEOUT
        done, is_over = 0, False
        while done < len(parcels) and not is_over:
            rest = parcels[done:]
            flying = self._flying(rest)
            for answer in self._fly(flying, may_go_on) if flying else self._one_by_one(rest, may_go_on):
                done += 1
                is_over = isinstance(answer, TransportError) and answer.unreached
                yield answer
        yield from (not_its_turn() for _ in parcels[done:])

    def _one_by_one(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool]
    ) -> Iterator[Answer | TransportError]:
        """Text after text, each with its answer, until one is unreached or those that are left can fly."""
        is_announced = False
        try:
            for number, (parcel, following) in enumerate(pairwise([*parcels, None])):
                assert parcel is not None  # noqa: S101 -- only the last of all is
                if not may_go_on():
                    yield not_its_turn()
                    return
                try:
                    copies = self._announce(parcel, is_announced=is_announced)
                except TransportError as error:
                    is_announced = False
                    yield error
                    if error.unreached:
                        return
                    continue
                if not may_go_on():  # a server may have taken its time for each command
                    is_announced = True
                    yield not_its_turn()
                    return
                answer, is_announced = self._hand_over(parcel, copies, following)
                yield answer
                if self._chunks and self._flying(parcels[number + 1 :]):
                    return
        finally:
            if is_announced:  # its "go on" waits for a text that must not come
                self._drop()

    def _flying(self, parcels: Sequence[Parcel]) -> Sequence[Parcel]:
        """Those at the beginning that may fly together; none when it is one alone."""
        if not (self._server and self._chunks and self._pace):
            return ()
        together = islice(parcels, int(FLIGHT_SECONDS / self._pace))
        flying = list(takewhile(lambda parcel: len(parcel.recipients) == 1, together))
        return flying if len(flying) > 1 else ()

    def _fly(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool]
    ) -> Iterator[Answer | TransportError]:
        try:
            # The envelope of the first goes ahead: a connection that has died meanwhile carries no text.
            self._announce(parcels[0], flies=True)
        except TransportError as error:
            yield error
            return
        assert self._server is not None  # noqa: S101 -- it has just answered
        if not self._pace:  # this is another connection
            self._is_dirty = True
            return
        if not may_go_on():  # the server may have taken its time
            self._is_dirty = True
            yield not_its_turn()
            return
        began = time.monotonic()
        answers, ended = fly(self._server, parcels, may_go_on)
        self._pace = (time.monotonic() - began) / len(answers)
        self._is_dirty = isinstance(answers[-1], TransportError)
        if ended:
            self._drop()
            if ended.in_doubt:
                ground(_place())
        for parcel, answer in zip(parcels, answers, strict=False):
            if isinstance(answer, TransportError) and answer.unreached:
                return  # this and all behind it still wait for their turn, in another connection
            if isinstance(answer, TransportError) and answer.code in NOT_UNDERSTOOD:
                ground(_place())
                self._chunks = False
                yield from self._one_by_one([parcel], may_go_on)  # now it is about the mail
            else:
                yield answer

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            self._ends = time.monotonic() + settings.EMAIL_TIMEOUT
            with contextlib.suppress(*LOST):
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

    def _open(self) -> LimitedSMTP:
        server = connected(self._left)
        self._pipelines, self._is_dirty, self._pace = server.has_extn("pipelining"), False, 0.0
        self._chunks = self._pipelines and server.has_extn("chunking") and may_fly(_place())
        return server

    def _announce(self, parcel: Parcel, *, is_announced: bool = False, flies: bool = False) -> str:
        """MAIL, RCPT and, unless it flies, DATA up to the server's "go on". Return what it said about refused copies."""
        was_open = self._server is not None
        try:
            return self._asked(parcel, is_announced, flies)
        except TransportError as error:
            if not (was_open and error.unreached):
                raise
            # Servers close connections that rest or have carried enough. Nothing of the text has left.
            return self._asked(parcel, False, flies)

    def _asked(self, parcel: Parcel, is_announced: bool, flies: bool) -> str:
        replies: list[Reply] = []
        try:
            if self._server is None:
                self._server = self._open()
            groups = self._announced if is_announced else self._groups(self._server, parcel)
            if flies:
                groups = [groups[0][:-1]]
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
        except LOST as error:
            # A failed login or TLS is the connection's trouble too: no parcel is to blame for it.
            self._drop()
            with contextlib.suppress(smtplib.SMTPServerDisconnected):
                self._check(
                    replies, len(parcel.recipients)
                )  # it may have been refused before the line went dead
            raise TransportError(
                f"The mail server was not reached: {named(error)}.", unreached=True
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
        wanted = [TO_MAIL, TO_RECIPIENT, *[None] * (recipients - 1), {GO_ON}]
        for (code, answer), good in zip(replies, wanted, strict=False):
            if code == CLOSING or code < 0:
                raise smtplib.SMTPServerDisconnected(clear_of_addresses(answer))
            if good is not None and code not in good:
                if code < 400:  # neither what was asked for nor a refusal: it answers something else
                    raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
                self._is_dirty = True
                self._end_text(replies, recipients)
                raise refusal((code, answer))

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
        except LOST:
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
        if follows is not None and self._pipelines and not self._chunks:  # else it may fly
            with contextlib.suppress(TransportError):  # it is told when it is its turn
                self._announced = self._groups(self._server, follows)
                more = b"".join(self._announced[0])
        began = time.monotonic()
        try:
            self._server.send(b"".join([text, end, more]))
            code, answer = self._server.getreply()
        except LOST as error:
            self._drop()
            return TransportError(f"No answer after the text: {named(error)}.", in_doubt=True), False
        self._pace = time.monotonic() - began
        has_sense = 200 <= code < 300 or code >= 400
        if code == CLOSING or not has_sense:
            self._drop()
            more = b""
        said = clear_of_addresses(answer)
        if not has_sense:
            return TransportError(f"No sense in the answer to the text: {said}", in_doubt=True), False
        if code < 300:
            return Answer(code, (said + copies)[:ANSWER_CHARACTERS]), bool(more)
        return refusal((code, answer)), bool(more)

    def _groups(self, server: smtplib.SMTP, parcel: Parcel) -> list[list[bytes]]:
        """The commands before the text, in groups that may travel together."""
        before = commands(server, parcel)
        if self._is_dirty:
            before.insert(0, b"RSET\r\n")
        if not self._pipelines:
            return [[command] for command in [*before, b"DATA\r\n"]]
        if len(parcel.recipients) > 1:
            # If whom it is for is refused, and a copy is not, nothing must leave: DATA waits for the answers.
            return [before, [b"DATA\r\n"]]
        return [[*before, b"DATA\r\n"]]


def _place() -> tuple[str, int]:
    return settings.EMAIL_HOST, settings.EMAIL_PORT
