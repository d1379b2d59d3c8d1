"""Many parcels in one go: envelope, text, envelope, text …, and then their answers, in the same order.

Where a server offers CHUNKING, a text says beforehand how long it is (BDAT, RFC 3030 §2) and waits for no "go on", so that
with PIPELINING (RFC 2920) a window costs two waits and not one or two for each mail: twenty mails through a relay that
is 30 ms away need 60 ms and not 600. RFC 3030 sends an envelope, waits and sends the text. That is kept for the first,
which tells whether the connection lives; for the others it would be the wait that this is about. A text that follows an
envelope which was refused must be thrown away by the server, and RSET before each envelope clears what is left of the one
before (both RFC 3030 §2).

What is paid for it: when a connection is lost, all texts of the flight that have no answer yet are in doubt, and not one
alone. So a letter never flies (its window is one), and no more texts are in the air than the server answers in
FLIGHT_SECONDS, by the pace of those before. A server that does not understand it, or goes away in the middle, is grounded
(grounding.py): what has to be repeated is not brought into doubt again.
"""

import contextlib
import smtplib
from collections.abc import Callable, Sequence
from itertools import islice, takewhile

from outbox.transports.base import Answer, Parcel, TransportError, clear_of_addresses, not_its_turn
from outbox.transports.conversation import (
    CLOSING,
    LOST,
    OUT_OF_STEP,
    RESET,
    TO_MAIL,
    TO_RECIPIENT,
    chunk,
    commands,
    named,
    refusal,
)
from outbox.transports.limited import LimitedSMTP

FLIGHT_SECONDS = 1.0
_BYTES = 65_536  # are put together before they are sent
_TO_RESET = frozenset({250})

Became = Answer | TransportError


def together(parcels: Sequence[Parcel], pace: float) -> Sequence[Parcel]:
    """Those at the beginning that may fly, by the seconds that one takes; none when it is one alone."""
    flying = list(takewhile(_is_fit, islice(parcels, int(FLIGHT_SECONDS / pace))))
    return flying if len(flying) > 1 else ()


def _is_fit(parcel: Parcel) -> bool:
    """Copies ask for an answer each before the text. And there are servers that do not throw away the text of an envelope which
    they have refused, but take its lines for commands: nothing flies that holds the beginning of a mail (a line MAIL …).
    """
    return len(parcel.recipients) == 1 and b"\nMAIL " not in parcel.content.upper()


def fly(
    server: LimitedSMTP, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], ahead: Sequence[bytes]
) -> tuple[list[Became], TransportError | None]:
    """The envelope of the first is accepted already; each has one recipient; `ahead` is asked behind the last. Return what
    became of those that were begun, at least one, and, where the conversation ended before its last answer, how.
    """
    became: list[Became] = []
    behind: TransportError | None = None
    for number in range(_send(server, parcels, may_go_on, ahead)):
        if behind is None:
            told, behind = _read(server, envelope=3 if number else 0)
            became.append(told)
        else:
            became.append(behind)
    return became, behind


def _send(
    server: LimitedSMTP, parcels: Sequence[Parcel], may_go_on: Callable[[], bool], ahead: Sequence[bytes]
) -> int:
    """How many were begun. That the line went dead is seen when answers are read: some may have come before."""
    pieces, waiting, begun = chunk(parcels[0].content), 0, 1
    with contextlib.suppress(*LOST):
        for parcel in parcels[1:]:
            if waiting > _BYTES:
                server.send(b"".join(pieces))
                pieces, waiting = [], 0
            if not may_go_on():
                break
            try:
                envelope = commands(server, parcel.envelope)
            except TransportError:  # it is told when it is the first of what is left
                break
            pieces += [RESET, *envelope, *chunk(parcel.content)]
            waiting += len(parcel.content)
            begun += 1
        else:
            pieces += ahead
        server.send(b"".join(pieces))
    return begun


def _read(server: LimitedSMTP, *, envelope: int) -> tuple[Became, TransportError | None]:
    """The replies to so many commands of an envelope, and to its text. What it says of the parcel, and, where it ends the
    conversation, what that makes of the parcels behind it.
    """
    refused: TransportError | None = None
    try:
        for good in (_TO_RESET, TO_MAIL, TO_RECIPIENT)[:envelope]:
            reply = server.getreply()
            if reply[0] == CLOSING:  # it takes nothing more, so neither the text behind this
                return not_its_turn(), not_its_turn()
            if reply[0] not in good:
                if reply[0] < 400 or good is _TO_RESET:  # RSET is never refused (RFC 5321 §4.1.1.5)
                    raise smtplib.SMTPServerDisconnected(OUT_OF_STEP)
                refused = refused or refusal(reply)
        code, answer = server.getreply()
    except LOST as lost:
        in_doubt = TransportError(f"No answer after the text: {named(lost)}.", in_doubt=True)
        return refused or in_doubt, in_doubt
    if code == CLOSING:
        return refused or refusal((code, answer)), not_its_turn()
    if not 200 <= code < 300 and code < 400:
        no_sense = f"No sense in the answer to the text: {clear_of_addresses(answer)}"
        return refused or TransportError(no_sense, in_doubt=True), _out_of_step()
    if refused:
        # The text behind an envelope that was refused was taken all the same? Then it answers something else.
        return refused, None if code >= 400 else _out_of_step()
    return (Answer(code, clear_of_addresses(answer)) if code < 300 else refusal((code, answer))), None


def _out_of_step() -> TransportError:
    return TransportError(f"No answer after the text: {OUT_OF_STEP}.", in_doubt=True)
