"""Send what is due in one stream: claim a batch, then window by window begin, hand over, record.

1. One statement claims a batch under a lease.
2. One transaction records the answers of the window before and begins the next: may_leave is asked (or, where a kind
   has asked for the batch, whether anything has changed since), suppression and switch are looked at, the try is
   counted. It is committed before any text leaves.
3. The window is handed to the transport, which asks before each text whether it may go on: the switch is looked at
   twice a second. Back to 2, until the batch is done.

So a crash leaves at most one window in doubt, and each message costs about one commit at window 1.
"""

import logging
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from itertools import chain

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from outbox.claiming import LEASE, claim, give_back, new_worker
from outbox.composing import digest, on_the_wire
from outbox.foreseeing import Foresight
from outbox.foundry import Foundry
from outbox.models import Message
from outbox.pausing import is_paused
from outbox.prepared import is_postgresql
from outbox.recording import SHORT_GAP, Result, accepted, record, record_and_begin, refused, unwritten
from outbox.return_addresses import bounce_address
from outbox.states import WINDOW
from outbox.stopping import may_all_leave, stop_suppressed, stop_unfit
from outbox.transports import open_transport
from outbox.transports.base import Envelope, Parcel, Transport, TransportError, not_its_turn

logger = logging.getLogger("outbox")
SECONDS = 50.0
# A text begins at most so many seconds after a look at the switches. A fast server is through a window before that.
LOOK_AGAIN = 0.5


def send_due(
    *,
    stream: str,
    clock: Callable[[], datetime] = timezone.now,
    seconds: float = SECONDS,
    transport: Transport | None = None,
    limit: int | None = None,
) -> Counter:
    """Send until nothing is due, the mail server is away or `seconds` are over; return counts by outcome."""
    ends = time.monotonic() + seconds
    run = _Run(stream, clock, transport or open_transport())
    try:
        while time.monotonic() < ends and not (run.away or run.paused):
            batch = claim(stream=stream, worker=run.worker, now=clock(), limit=limit)
            # A message that is queued after this look rings for itself, and beat ticks anyway.
            if not batch:
                break
            run.foundry.new_batch()
            run.send(batch, until=ends)
    finally:
        try:
            # Also when something broke: what the server has answered must not be forgotten.
            run.settle()
        finally:
            run.transport.close()
    if run.counts:
        logger.info(
            "stream %s: %s",
            stream,
            ", ".join(f"{count} {name}" for name, count in sorted((run.counts + run.foundry.ways).items())),
        )
    return run.counts


def windows(batch: Sequence[Message], size: int) -> Iterator[list[Message]]:
    """Cut a batch into windows. A message that was in hand when a worker died goes alone: it may be the reason."""
    window: list[Message] = []
    for message in batch:
        if message.crashes:
            yield [message]
            continue
        window.append(message)
        if len(window) == size:
            yield window
            window = []
    if window:
        yield window


class _Run:
    """One worker's run over one stream: its name, its transport, what it has in hand, answers that are not written down yet."""

    def __init__(self, stream: str, clock: Callable[[], datetime], transport: Transport) -> None:
        self.stream = stream
        self.clock = clock
        self.transport = transport
        self.worker = new_worker()
        self.counts: Counter = Counter()
        self.results: list[Result] = []
        self.rest: deque[list[Message]] = deque()  # windows that are claimed
        self.left_out: list[Message] = []  # claimed, and not begun when it was their turn
        self.foundry = Foundry()
        self.foreseen = Foresight([], clock())
        self.away = False  # the mail server, or the database
        self.paused = False
        self.looked_at = self.patience = 0.0  # by time.monotonic()

    def send(self, batch: list[Message], *, until: float) -> None:
        """The answers of the last window are written down with the beginning of the next one, which may be of another batch."""
        self.rest.extend(windows(batch, WINDOW[self.stream]))
        self.foreseen = Foresight(batch, self.clock())
        while self.rest and not self.away and not self.paused and time.monotonic() < until:
            begun = self._begin(self.rest[0])
            window = self.rest.popleft()
            if len(begun) < len(window):
                self.left_out += [message for message in window if message not in begun]
            self._hand_over(begun)
        if self.rest or self.left_out:
            self.settle()

    def settle(self) -> None:
        """Write down what is not written yet, and give back what was claimed and not begun."""
        if not (self.results or self.rest or self.left_out):
            return
        with transaction.atomic():
            self._write_down()
            later = self.clock() + SHORT_GAP if self.away else None
            give_back([*self.left_out, *chain.from_iterable(self.rest)], worker=self.worker, due_at=later)
        self.rest.clear()
        self.left_out = []

    def _begin(self, window: list[Message]) -> list[Message]:
        self.looked_at = time.monotonic()
        now = self.clock()
        written, self.results = self.results, []
        try:
            still = self.foreseen.still_may_leave(window, now)
            asked = [message for message in window if message.pk not in still]
            # On PostgreSQL, where no kind is asked, all of it is one statement and so its own transaction.
            with nullcontext() if is_postgresql() and may_all_leave(asked) else transaction.atomic():
                stopped = stop_unfit(asked, worker=self.worker, now=now)
                fit = [message for message in window if message.pk not in stopped]
                begun = record_and_begin(written, fit, worker=self.worker, now=now)
        except BaseException:
            self.results = written  # this transaction is lost; `send` writes them down in another
            raise
        begun_ones = [message for message in window if message.pk in begun]
        if left_out := [message for message in fit if message.pk not in begun]:
            stop_suppressed(left_out, worker=self.worker)
            self.paused = is_paused(self.stream)
        self.counts.update(result.outcome for result in written)
        return begun_ones

    def _hand_over(self, begun: list[Message]) -> None:
        self.patience = time.monotonic() + LEASE.total_seconds() / 3
        started_at, parcels = self.clock(), []
        for message in begun:
            if self.away:
                self.results.append(refused(message, not_its_turn(), started_at=started_at, now=self.clock()))
            elif parcel := self._parcel(message):
                parcels.append((message, parcel))
        answers = self.transport.send_all(
            [parcel for _, parcel in parcels], may_go_on=self._may_go_on, then=self._then()
        )
        for (message, parcel), answer in zip(parcels, answers, strict=True):
            now = self.clock()
            if isinstance(answer, TransportError):
                self.away = self.away or (answer.unreached and not self.paused)
                logger.warning("message %s: %s", message.pk, answer)
                result = refused(message, answer, started_at=started_at, now=now)
                if self.paused and answer.unreached:
                    result = replace(result, due_at=message.due_at)  # its turn when sending goes on
            else:
                body_digest = digest(parcel.content)
                result = accepted(message, answer, started_at=started_at, now=now, body_digest=body_digest)
            self.results.append(result)
            started_at = now

    def _then(self) -> Envelope | None:
        """With what the next window will begin, unless it is stopped at the door."""
        if not self.rest:
            return None
        message = self.rest[0][0]
        to = on_the_wire(str(message.recipient))
        return Envelope(bounce_address(message.pk), (to,), needs_utf8=not to.isascii())

    def _may_go_on(self) -> bool:
        """Whether another text may begin. A window of twenty takes a slow server minutes; the switch stops it in the middle."""
        now = time.monotonic()
        if self.paused or self.away or now > self.patience:
            return False
        if now - self.looked_at >= LOOK_AGAIN:
            self.looked_at = now
            try:
                self.paused = is_paused(self.stream)
            except (OperationalError, InterfaceError):
                self.away = True  # nobody can be asked, and no answer could be written down
        return not (self.paused or self.away)

    def _parcel(self, message: Message) -> Parcel | None:
        """None when there is no telling what should leave; the result says why."""
        started_at = self.clock()
        try:
            return self.foundry.parcel(message, self.foreseen.kind_of(message), now=started_at)
        except (OperationalError, InterfaceError) as error:
            self.away = True
            gone = TransportError(f"The database went away: {type(error).__name__}.", unreached=True)
            self.results.append(refused(message, gone, started_at=started_at, now=self.clock()))
        except Exception as error:
            # Without the words of the error, which may name a person.
            logger.error(
                "message %s cannot be written: %s\n%s", message.pk, type(error).__name__, _where(error)
            )
            self.results.append(unwritten(message, error, started_at=started_at, now=self.clock()))
        return None

    def _write_down(self) -> None:
        record(self.results, worker=self.worker)
        self.counts.update(result.outcome for result in self.results)
        self.results = []


def _where(error: Exception) -> str:
    return "".join(traceback.format_tb(error.__traceback__))
