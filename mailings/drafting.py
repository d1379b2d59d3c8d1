"""Draft an update for every piece of news that changes everything, one for each case whose supporters acted.

Run on a ring and by every tick; harmless twice. What is held back is drafted by nobody; what nobody has read against
its source yet is drafted, and not released before somebody has.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from appeals.models import Appeal, Signature
from campaigns.models import StatusRecord
from campaigns.states import HOLDING, Status
from mailings import wording
from mailings.models import Mailing, MailingText

MOST = 100  # at one go; the next tick finds the rest


def undrafted() -> QuerySet[Any]:
    """Return news that has no mailing yet, with `about`: the case; one row for each case of the person.

    Only of cases that people have acted on, and only news that stood in the way of letters after an appeal was opened:
    what was known and decided before is news to nobody.
    """
    acted = Signature.objects.confirmed().filter(appeal__case=OuterRef("about"))
    opened_before = Appeal.objects.filter(case=OuterRef("about"), opened_at__lt=OuterRef("hold_lifted_at"))
    drafted = Mailing.objects.filter(because=OuterRef("pk"), case=OuterRef("about"))
    return (
        StatusRecord.objects.filter(status__in=HOLDING, held_back=False, beneficiary__held_back=False)
        .annotate(about=F("beneficiary__links__case"), remembered=F("beneficiary__links__remembered"))
        .exclude(status=Status.DIED, remembered=True)
        .filter(Q(hold_lifted_at=None) | Exists(opened_before), Exists(acted), ~Exists(drafted))
        .select_related("beneficiary")
        .order_by("pk")
    )


@transaction.atomic
def draft_news(*, now: datetime) -> int:
    """Return how many mailings were drafted. Two statements, and one for each piece of news and each language."""
    news = list(undrafted()[:MOST])
    # Of two workers, the second meets the constraint and drafts nothing twice.
    Mailing.objects.bulk_create(
        [Mailing(case_id=record.about, because=record, created_at=now, in_archive=True) for record in news],
        ignore_conflicts=True,
    )
    return sum(_word(record, now) for record in news)


def _word(record: StatusRecord, now: datetime) -> int:
    """Fill the mailings of this record that have no text yet; return how many."""
    empty = Mailing.objects.filter(because=record, state=Mailing.State.DRAFT, created_at=now, texts=None)
    mailings = list(empty)
    words = {language: wording.drafted(record, language) for language in wording.LANGUAGES if mailings}
    MailingText.objects.bulk_create(
        [
            MailingText(mailing=mailing, language=language, subject=subject, body=body)
            for mailing in mailings
            for language, (subject, body) in words.items()
        ],
        ignore_conflicts=True,
    )
    return len(mailings)
