"""What a partner is told of a campaign: for each of its appeals what was signed, what left, what offices answered, what came of it.

Of a whole campaign, because a partner is one of a campaign; days and countries for each appeal alone, because a table of
the campaign less the tables of its appeals would show numbers that are hidden in one of them. They end with yesterday, in
UTC: who looks twice on one day does not see who signed in between. Nothing here goes through signatures: counts are rows
(Tally, DayCount), and small ones are hidden (letters/small_numbers.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Sum

from appeals import news, previewing
from appeals.models import Appeal, AppealText
from appeals.news import News
from appeals.showing import Shown
from campaigns.models import Campaign
from letters.public_answers import Answer, answers
from letters.small_numbers import Folded, fold
from reports.models import DayCount

COUNTED = ("confirmed", "on_paper", "accepted", "posted", "self_sent")
Totals = dict[str, int]


@dataclass(frozen=True)
class AppealReport:
    appeal: Appeal
    text: (
        AppealText | None
    )  # in the reader's language if there is one; None: no text is approved as it stands
    totals: Totals
    days: list[tuple[date, int]]  # in their order, those that are not hidden
    other_days: int
    countries: Folded
    answers: list[Answer]  # the newest first
    since: list[News]  # the newest first

    @property
    def title(self) -> str:
        return self.text.title if self.text else self.appeal.slug


@dataclass(frozen=True)
class PartnerReport:
    campaign: Campaign
    counted_at: datetime  # the four counts
    until: date  # days and countries
    totals: Totals
    appeals: list[AppealReport]


def report(*, campaign: Campaign, language: str, now: datetime, only: Appeal | None = None) -> PartnerReport:
    """A constant number of queries. `language` must be the active one. `only`: of one appeal of it alone."""
    opened = Appeal.objects.filter(case__campaign=campaign.pk).exclude(state=Appeal.State.DRAFT)
    if only:
        opened = opened.filter(pk=only.pk)
    appeals = list(opened.select_related("case__campaign", "tally").order_by("opened_at", "pk"))
    until = now.astimezone(UTC).date() - timedelta(days=1)
    wordings = previewing.wordings_of(appeals)
    texts = {appeal.pk: wordings[appeal.pk].best(language) for appeal in appeals}
    told = [Shown(one, text, wordings[one.pk]) for one in appeals if (text := texts[one.pk])]
    since = defaultdict(list)
    for one in news.since(told):
        if one.words and one.when:
            since[one.of.appeal.pk].append(one)
    answered = answers(appeals)
    counts = DayCount.objects.filter(appeal__in=appeals, day__lte=until)
    days, countries = _counted(counts, "day"), _counted(counts, "country")
    found = []
    for appeal in appeals:
        folded = fold({day.isoformat(): many for day, many in days[appeal.pk].items()})
        found.append(
            AppealReport(
                appeal=appeal,
                text=texts[appeal.pk],
                totals=_totals([appeal]),
                days=sorted((date.fromisoformat(day), many) for day, many in folded.shown),
                other_days=folded.others,
                countries=fold(countries[appeal.pk]),
                answers=[one for one in answered if one.appeal == appeal.pk],
                since=since[appeal.pk],
            )
        )
    return PartnerReport(campaign, now, until, _totals(appeals), found)


def _totals(appeals: Iterable[Appeal]) -> Totals:
    return {name: sum(getattr(appeal.tally, name) for appeal in appeals) for name in COUNTED}


def _counted(counts: Any, column: str) -> dict[int, dict[Any, int]]:
    """{appeal: {day or country: how many signed}}. One query."""
    found: dict[int, dict[Any, int]] = defaultdict(dict)
    rows = counts.order_by().values_list("appeal", column).annotate(many=Sum("confirmed") + Sum("on_paper"))
    for appeal, key, many in rows:
        found[appeal][key] = many
    return found
