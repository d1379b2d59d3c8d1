"""A mail server over SMTP (RFC 5321): one connection, kept open from parcel to parcel (session.py).

Text after text, each with its answer; where the server offers CHUNKING, those of a window in one go (flight.py).

A window is given settings.EMAIL_WINDOW_TIMEOUT, however slowly the server answers: whoever has it in hand is done with it
before anyone could take them for dead.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from django.conf import settings

from outbox.transports.base import Answer, Envelope, Parcel, Transport, TransportError, not_its_turn
from outbox.transports.session import Session

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
            flying = self._session.flight(rest)
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
                    session.put_away()
                    yield not_its_turn()
                    return
                follows = following.envelope if following else None
                answer = session.hand_over(parcel, copies, follows, then)
                if answer is None:
                    answer = self._in_the_old_way(parcel, may_go_on)
                yield answer
                if _is_unreached(answer) or session.flight(parcels[number + 1 :]):
                    return
        finally:
            session.leave_alone()

    def _fly(
        self, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], then: Envelope | None
    ) -> Answers:
        try:
            answers = self._session.fly(parcels, may_go_on, then)
        except TransportError as error:
            yield error
            return
        for parcel, answer in zip(parcels, answers, strict=False):
            if answer is None:
                yield self._in_the_old_way(parcel, may_go_on)
            elif _is_unreached(answer):
                return  # this and all behind it still wait for their turn, in another connection
            else:
                yield answer

    def _in_the_old_way(self, parcel: Parcel, may_go_on: Callable[[], bool]) -> Answer | TransportError:
        """Of a server that offers CHUNKING and does not know it. Now it is asked about the mail."""
        self._session.drop()
        (answer,) = self._one_by_one([parcel], may_go_on, None)
        return answer


def _is_unreached(answer: Answer | TransportError) -> bool:
    return isinstance(answer, TransportError) and answer.unreached
