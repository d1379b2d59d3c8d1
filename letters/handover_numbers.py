"""The numbers of a handover, counted once at its cut-off: nothing in them points at a person.

Shape of `totals`, kept in the row as JSON:

    {"confirmed": 120, "on_paper": 12,              in the handover, by the way in which they were given
     "accepted": 90, "posted": 0, "self_sent": 4,   letters of the whole appeal until then: no part of the others
     "countries": [["DE", 80], ["GB", 45]], "others": 7,      small ones are folded (letters/small_numbers.py)
     "weeks": [["2026-11-16", 100], ["2026-11-23", 32]]}      by the Monday of the week, in UTC, none left out
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from appeals.models import Appeal, Signature, Tally
from letters.small_numbers import fold

WEEK = timedelta(days=7)


def handed_over(appeal_id: int, cut_off: datetime) -> QuerySet[Signature]:
    """Who is in it: confirmed, and at the cut-off past the time to change their mind. Who takes it back later drops out."""
    return Signature.objects.cooled(cut_off).filter(appeal=appeal_id, confirmed_at__lte=cut_off)


def still_cooling(appeal_id: int, cut_off: datetime) -> int:
    """Confirmed, and not in it yet: they may still think better of it."""
    return Signature.objects.confirmed().filter(appeal=appeal_id, cooling_until__gt=cut_off).count()


def totals(appeal: Appeal, cut_off: datetime) -> dict[str, Any]:
    """Four statements for any number of signatures."""
    rows = handed_over(appeal.pk, cut_off).order_by()
    by_method = _counted(rows, "method")
    countries = fold(_counted(rows, "country"))
    weekly = _counted(rows.annotate(week=TruncWeek("confirmed_at", tzinfo=UTC)), "week")
    tally = Tally.objects.get(appeal=appeal)
    return {
        "confirmed": by_method.get(Signature.Method.MAIL, 0),
        "on_paper": by_method.get(Signature.Method.PAPER, 0),
        "accepted": tally.accepted,
        "posted": tally.posted,
        "self_sent": tally.self_sent,
        "countries": [list(one) for one in countries.shown],
        "others": countries.others,
        "weeks": [[day.isoformat(), many] for day, many in _week_by_week(weekly.items())],
    }


def _counted(rows: QuerySet, column: str) -> dict[Any, int]:
    return dict(rows.values_list(column).annotate(many=Count("pk")))


def _week_by_week(counted: Iterable[tuple[datetime, int]]) -> list[tuple[date, int]]:
    """Weeks in which nobody signed are weeks too."""
    by_day = {moment.date(): many for moment, many in counted}
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    days = [first + number * WEEK for number in range((last - first) // WEEK + 1)]
    return [(day, by_day.get(day, 0)) for day in days]
