"""A mail server over SMTP (RFC 5321): one connection, kept open from parcel to parcel (session.py).

Text after text, each with its answer; where the server offers CHUNKING, those of a window in one go (flight.py).

A window is given settings.EMAIL_WINDOW_TIMEOUT, however slowly the server answers: whoever has it in hand is done with it
before anyone could take them for dead.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise, takewhile

from django.conf import settings

from outbox.transports.base import Answer, Envelope, Parcel, Transport, TransportError, not_its_turn
from outbox.transports.flight import FLIGHT_SECONDS, NOT_UNDERSTOOD, fly, ground, is_fit
from outbox.transports.session import Session, place

Answers = Iterator[Answer | TransportError]


class SMTPTransport(Transport):
    def __init__(self) -> None:
        self._session = Session()

    def send(self, parcel: Parcel) -> Answer:
        (answer,) = self.send_all([parcel])
        if isinstance(answer, TransportError):
            raise answer
        return answer

    def close(self) -> None:
        self._session.close()

    def send_all(
        self,
        parcels: Sequence[Parcel],
        *,
        may_go_on: Callable[[], bool] = lambda: True,
        then: Envelope | None = None,
    ) -> Answers:
        self._session.allow(settings.EMAIL_WINDOW_TIMEOUT)
        done, is_over = 0, False
        while done < len(parcels) and not is_over:
            rest = parcels[done:]
            flying = self._flying(rest)
            answers = (
                self._fly(flying, may_go_on, then if len(flying) == len(rest) else None)
                if flying
                else self._one_by_one(rest, may_go_on, then)
            )
            for answer in answers:
                done += 1
                is_over = _is_unreached(answer)
                yield answer
        yield from (not_its_turn() for _ in parcels[done:])

    def _one_by_one(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], then: Envelope | None
    ) -> Answers:
        """Until one is unreached, or those that are left can fly."""
        session = self._session
        try:
            for number, (parcel, following) in enumerate(pairwise([*parcels, None])):
                assert parcel is not None  # noqa: S101 -- only the last of all is
                if not may_go_on():
                    yield not_its_turn()
                    return
                try:
                    copies = session.announce(parcel)
                except TransportError as error:
                    yield error
                    if error.unreached:
                        return
                    continue
                if not may_go_on():  # a server may have taken its time for each command
                    self._put_away()
                    yield not_its_turn()
                    return
                follows = following.envelope if following else self._then(then)
                answer = self._handed_over(parcel, copies, follows, may_go_on)
                yield answer
                if _is_unreached(answer) or (session.chunks and self._flying(parcels[number + 1 :])):
                    return
        finally:
            session.leave_alone()

    def _then(self, envelope: Envelope | None) -> Envelope | None:
        """Without CHUNKING nobody is announced who may not come: the server would wait for the text."""
        return envelope if self._session.chunks else None

    def _handed_over(
        self, parcel: Parcel, copies: str, follows: Envelope | None, may_go_on: Callable[[], bool]
    ) -> Answer | TransportError:
        answer = self._session.hand_over(parcel, copies, follows)
        if self._session.chunks and _is_not_understood(answer):
            return self._in_the_old_way(parcel, may_go_on)
        return answer

    def _in_the_old_way(self, parcel: Parcel, may_go_on: Callable[[], bool]) -> Answer | TransportError:
        """Of a server that offers CHUNKING and does not know it. Now it is asked about the mail."""
        ground(place())
        self._session.drop()
        (answer,) = self._one_by_one([parcel], may_go_on, None)
        return answer

    def _put_away(self) -> None:
        """The envelope that was taken last gets no text."""
        if self._session.chunks:
            self._session.is_dirty = True
        else:
            self._session.drop()

    def _flying(self, parcels: Sequence[Parcel]) -> Sequence[Parcel]:
        """Those at the beginning that may fly together; none when it is one alone."""
        session = self._session
        if not (session.server and session.chunks and session.pace):
            return ()
        together = islice(parcels, int(FLIGHT_SECONDS / session.pace))
        flying = list(takewhile(is_fit, together))
        return flying if len(flying) > 1 else ()

    def _fly(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], then: Envelope | None
    ) -> Answers:
        session = self._session
        try:
            # The envelope of the first goes ahead: a connection that has died meanwhile carries no text.
            session.announce(parcels[0])
        except TransportError as error:
            yield error
            return
        if not session.pace:  # this is another connection
            self._put_away()
            return
        if not may_go_on():  # the server may have taken its time
            self._put_away()
            yield not_its_turn()
            return
        assert session.server is not None  # noqa: S101 -- it has just answered
        began = time.monotonic()
        ahead = session.ahead(then)
        answers, ended = fly(session.server, parcels, may_go_on, ahead[1][0] if ahead else [])
        session.pace = (time.monotonic() - began) / len(answers)
        session.is_dirty = isinstance(answers[-1], TransportError)
        session.announced = ahead if len(answers) == len(parcels) else None
        if ended:
            session.drop()
            if ended.in_doubt:
                ground(place())
        for parcel, answer in zip(parcels, answers, strict=False):
            if _is_unreached(answer):
                return  # this and all behind it still wait for their turn, in another connection
            yield self._in_the_old_way(parcel, may_go_on) if _is_not_understood(answer) else answer


def _is_unreached(answer: Answer | TransportError) -> bool:
    return isinstance(answer, TransportError) and answer.unreached


def _is_not_understood(answer: Answer | TransportError) -> bool:
    return isinstance(answer, TransportError) and answer.code in NOT_UNDERSTOOD
