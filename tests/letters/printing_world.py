"""Print batches at every station, made with the verbs that staff and workers use."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from appeals.models import Appeal
from letters import batching, choosing, printing
from letters.batching import Looks
from letters.choosing import Choice
from letters.models import Letter, PostageStep, PostageZone, PrintBatch
from tests import people
from tests.letters.factories import LATER, frozen_letters, signatures

AT = LATER + timedelta(hours=1)  # every cooling window is over


def postage() -> None:
    inland = PostageZone.objects.create(name="Inland", countries="GB", currency="GBP")
    abroad = PostageZone.objects.create(name="Abroad", countries="", currency="GBP")
    for zone, small, large in ((inland, "0.85", "1.55"), (abroad, "2.80", "3.40")):
        PostageStep.objects.create(zone=zone, sheets=2, price=Decimal(small))
        PostageStep.objects.create(zone=zone, sheets=5, price=Decimal(large))


def choose(
    *, looks: Looks | None = None, expected: int | None = None, now: Any = AT, **choice: Any
) -> PrintBatch:
    """Dana chooses what fits, after a look."""
    chosen = Choice(**choice)
    many = choosing.preview(chosen, now=now).count if expected is None else expected
    return batching.make(choice=chosen, looks=looks or Looks(), expected=many, by=people.dana(), now=now)


def made(*, now: Any = AT, **how: Any) -> PrintBatch:
    """Chosen and printed."""
    batch = choose(now=now, **how)
    carry_on(now=now)
    batch.refresh_from_db()
    return batch


def carry_on(*, now: Any = AT) -> None:
    while printing.carry_on(clock=lambda: now):
        pass


def letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    return frozen_letters(appeal, count)


__all__ = ["AT", "carry_on", "choose", "letters", "made", "postage", "signatures"]
