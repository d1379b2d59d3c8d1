"""What a fault did to the mails of its run: lost, repeated, held, and how long it took to go on."""

import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from outbox.holding import mark_sent, release
from outbox.models import Attempt, Message
from outbox.queueing import Row, enqueue_many
from tests.faults.house import House

# Nobody looks into a log for a letter and decides in the moment in which it is held: its worker may be alive after all.
A_LOOK = 1.0


@dataclass
class Verdict:
    """`repeated` counts arrivals beyond the first under the same Message-ID, `strangers` those under one that no row
    has. `held` is how many waited for a person. `seconds` from the end of the fault to the next mail that arrived.
    """

    fault: str
    n: int
    lost: int = 0
    repeated: int = 0
    strangers: int = 0
    held: int = 0
    refused: int = 0
    seconds: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        told = asdict(self)
        more = told.pop("more")
        return told | {"seconds": round(self.seconds, 2)} | more


class Post:
    """The mails of one fault, `n` in each of these streams, and what becomes of them."""

    def __init__(self, house: House, fault: str, n: int, streams: tuple[str, ...] = ("letter",)) -> None:
        self.house, self.fault, self.n, self.streams = house, fault, 0, streams
        self.held: set[int] = set()
        self.since: dict[int, float] = {}  # when each that is held now was seen first, by time.monotonic()
        self.over: float | None = None
        self.before = len(house.arrived())
        self.more(n)

    def more(self, n: int) -> None:
        first, fault = self.n // len(self.streams), self.fault
        for stream in self.streams:
            rows = [
                Row(f"{fault}:{stream}:{number}", f"amara{number}.{stream}@{fault}.example", {"subject": f"No. {number}"})
                for number in range(first, first + n)
            ]  # fmt: skip
            self.n += enqueue_many(kind=f"note_{stream}", rows=rows, now=timezone.now())

    @property
    def messages(self):
        return Message.objects.filter(key__startswith=f"{self.fault}:")

    def arrived(self) -> list[str]:
        return self.house.arrived()[self.before :]

    def wait_for(self, count: int) -> None:
        self.house.wait_until(lambda: len(self.arrived()) >= count)

    def wait_until_quiet(self, seconds: float = 1.0) -> None:
        """Until nothing has arrived for so long."""
        seen, since = -1, time.monotonic()
        while time.monotonic() < since + seconds:
            if len(self.arrived()) != seen:
                seen, since = len(self.arrived()), time.monotonic()
            time.sleep(0.05)

    def is_over(self) -> None:
        """The fault is: from now on the seconds count."""
        self.over, self.then = time.monotonic(), len(self.arrived())

    def settle(self, *, by_the_log: bool = True) -> Verdict:
        """Until nothing waits. Dana decides about what is held: by the mail server's log, or blindly "send it again"."""
        house, verdict = self.house, Verdict(self.fault, self.n)
        while self.messages.exclude(state__in=("sent", "failed")).exists():
            if self.over and not verdict.seconds and len(self.arrived()) > self.then:
                verdict.seconds = time.monotonic() - self.over
            assert time.monotonic() < house.ends, (self.fault, self._states())
            for message in self.messages.filter(state="held"):
                self.held.add(message.pk)
                if time.monotonic() - self.since.setdefault(message.pk, time.monotonic()) >= A_LOOK:
                    self._decide(message, by_the_log)
                    del self.since[message.pk]
            time.sleep(0.05)
        return self._count(verdict)

    def _decide(self, message: Message, by_the_log: bool) -> None:
        now = timezone.now()
        if by_the_log and message.message_id in self.arrived():
            mark_sent(message, by=None, reason="It stands in the mail server's log.", now=now)
        else:
            release(message, by=None, reason="Sent again by a person's decision.", now=now)

    def _count(self, verdict: Verdict) -> Verdict:
        arrived = Counter(self.arrived())
        ours = set(self.messages.values_list("message_id", flat=True))
        refused = self.messages.filter(state="failed")
        verdict.refused = refused.count()
        verdict.lost = len(ours - set(arrived) - set(refused.values_list("message_id", flat=True)))
        verdict.repeated = sum(arrived[one] - 1 for one in arrived if one in ours)
        verdict.strangers = len(set(arrived) - ours)
        verdict.held = len(self.held)
        return verdict

    def tries(self, outcome: str) -> int:
        return Attempt.objects.filter(message__in=self.messages, outcome=outcome).count()

    def _states(self) -> dict[str, int]:
        return dict(Counter(self.messages.values_list("state", flat=True)))
