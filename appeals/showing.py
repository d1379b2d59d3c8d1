"""Appeals as anyone may read them: opened at some time, in words that a second person approved.

What other programs and other sites are told (feeds, calendars, cards, the read API) begins here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from appeals import previewing
from appeals.models import Appeal, AppealText
from appeals.previewing import Wordings


@dataclass(frozen=True)
class Shown:
    appeal: Appeal
    text: AppealText  # in the language asked for, or the best there is instead
    wordings: Wordings

    @property
    def told_at(self) -> datetime:
        """When these words went before the public: the later of opening and approval."""
        return max(filter(None, [self.appeal.opened_at, self.text.approved_at]))


def shown(appeals: QuerySet[Appeal], *, language: str, part: slice = slice(None)) -> list[Shown]:
    """Leave out what was never opened, and what has no approved words. A constant number of queries."""
    rows = list(appeals.filter(opened_at__isnull=False).select_related("case__campaign", "tally")[part])
    wordings = previewing.wordings_of(rows) if rows else {}
    found = [(appeal, wordings[appeal.pk].best(language)) for appeal in rows]
    return [Shown(appeal, text, wordings[appeal.pk]) for appeal, text in found if text]


def one(slug: str, *, language: str) -> Shown | None:
    return next(iter(shown(Appeal.objects.filter(slug=slug), language=language)), None)


def count(appeal: Appeal) -> int | None:
    """How many signed, or None while that is too few to be told."""
    signatures = appeal.tally.signatures
    return signatures if signatures >= max(1, getattr(appeal, "display_threshold", 0)) else None


def address(name: str, *args: str, language: str) -> str:
    """The whole address of a page of ours, as feeds, cards and codes on paper need it."""
    with translation.override(language):
        return settings.OUTCRY_URL + reverse(name, args=args)
