"""Carry the outbox's news into the honest counts: accepted by the office's mail server."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from appeals.models import Tally
from letters.models import Letter
from letters.states import State
from outbox.models import Message


@transaction.atomic
def count_accepted(*, now: datetime, most: int = 5_000) -> int:
    """Return how many letters are newly accepted. A letter is counted by the one update that moves it."""
    sent = Letter.objects.filter(state=State.ENQUEUED, message__state=Message.State.SENT)
    found = list(
        sent.select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .values_list("pk", "appeal")[:most]
    )
    sent_at = Message.objects.filter(pk=OuterRef("message")).values("sent_at")
    counted: Counter[int] = Counter()
    for appeal in {appeal for _pk, appeal in found}:
        mine = [pk for pk, of in found if of == appeal]
        counted[appeal] = Letter.objects.filter(pk__in=mine, state=State.ENQUEUED).update(
            state=State.ACCEPTED, accepted_at=Subquery(sent_at)
        )
        Tally.objects.filter(appeal=appeal).update(accepted=F("accepted") + counted[appeal])
    return counted.total()
