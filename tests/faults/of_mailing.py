"""A mailing from its release to its last reader, with a pause in the middle during which all workers are killed."""

from collections import Counter

from django.utils import timezone

from appeals.models import Appeal
from mailings import releasing
from mailings.models import Mailing
from mailings.post import messages_of
from tests import people
from tests.faults.house import House
from tests.faults.verdict import Verdict
from tests.mailings.factories import approved_update, crowd
from tests.people import bela, dana

SOON_GONE = 1_000  # fewer than these would have left before anybody could pause them


class Verbs:
    """The presses of the story, done without a browser; tests/flows does them in one."""

    def release(self, mailing: Mailing) -> None:
        releasing.release(mailing=mailing, by=bela(), now=timezone.now())

    def pause(self, mailing: Mailing) -> None:
        releasing.pause(mailing=mailing, reason="The family asked.", by=dana(), now=timezone.now())

    def resume(self, mailing: Mailing) -> None:
        releasing.resume(mailing=mailing, by=dana(), now=timezone.now())


def paused_and_killed(house: House, n: int, *, by: Verbs | None = None) -> Verdict:
    """Paused when a third has arrived; what is in a worker's hand then still leaves. Both are killed, and others go on."""
    if n < SOON_GONE:
        house.mood("drip 0.0005")
    before, pressing = len(house.arrived()), by or Verbs()
    mailing = _released(n, pressing)
    house.wait_until(lambda: len(house.arrived()) - before >= n // 3)
    pressing.pause(mailing)
    house.wait_until(lambda: not messages_of(mailing).filter(begun_at__isnull=False).exists())
    at_rest = len(house.arrived())
    for worker in house.workers:
        house.kill(worker)
    house.mood("")
    house.workers = [house.worker(), house.worker(OUTCRY_FAULTS_CLOCK=str(house.clock))]
    # What the dead ones had claimed is found by its lease, and held for the pause as well when its turn comes.
    house.wait_until(lambda: not messages_of(mailing).filter(state__in=("queued", "sending")).exists())
    in_the_pause = len(house.arrived()) - at_rest
    held = messages_of(mailing).filter(state="held").count()
    mailing.refresh_from_db()
    pressing.resume(mailing)
    house.wait_until(lambda: not messages_of(mailing).exclude(state="sent").exists())
    releasing.see_off(now=timezone.now())
    mailing.refresh_from_db()
    arrived = Counter(house.arrived()[before:])
    ours = set(messages_of(mailing).values_list("message_id", flat=True))
    return Verdict(
        "mailing-paused-and-killed",
        n,
        lost=len(ours - set(arrived)) + n - len(ours),
        repeated=sum(count - 1 for count in arrived.values()),
        strangers=len(set(arrived) - ours),
        held=held,
        more={"in_the_pause": in_the_pause, "state": str(mailing.state)},
    )


def _released(n: int, pressing: Verbs) -> Mailing:
    people.an_embassy(country="GB")
    appeal: Appeal = people.an_open_appeal()
    crowd(appeal, n - 1)  # and the one that they are copies of
    mailing = approved_update(appeal, now=timezone.now())
    pressing.release(mailing)
    releasing.see_off(now=timezone.now())
    mailing.refresh_from_db()
    return mailing
