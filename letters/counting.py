"""Carry the outbox's news into the honest counts: accepted by the office's mail server."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from appeals.models import Tally
from letters.models import Letter
from letters.states import State
from outbox.models import Message


@transaction.atomic
def count_accepted(*, now: datetime, most: int = 5_000) -> int:
    """Return how many letters are newly accepted. A letter is counted by the one update that moves it.

    Those that went together in one email are counted one by one, each once.
    """
    alone = Q(state=State.ENQUEUED, message__state=Message.State.SENT)
    together = Q(state=State.COLLECTED, collective__message__state=Message.State.SENT)
    return sum(_count(which, path, most) for which, path in ((alone, "message"), (together, "collective")))


def _count(which: Q, path: str, most: int) -> int:
    found = list(
        Letter.objects.filter(which)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .values_list("pk", "appeal")[:most]
    )
    by = {"pk": OuterRef("message")} if path == "message" else {"collective": OuterRef("collective")}
    sent_at = Message.objects.filter(**by).values("sent_at")
    before = State.ENQUEUED if path == "message" else State.COLLECTED
    counted: Counter[int] = Counter()
    for appeal in {appeal for _pk, appeal in found}:
        mine = [pk for pk, of in found if of == appeal]
        counted[appeal] = Letter.objects.filter(pk__in=mine, state=before).update(
            state=State.ACCEPTED, accepted_at=Subquery(sent_at)
        )
        Tally.objects.filter(appeal=appeal).update(accepted=F("accepted") + counted[appeal])
    return counted.total()
