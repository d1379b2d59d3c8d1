"""Count signatures by appeal, day and country, so that no page ever goes through them.

    recount(since=…)    what was signed from that day on; on a clock for today and yesterday, once a day for all

Who takes a signature back leaves the day on which they gave it; who is erased stays counted.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from appeals.models import Signature
from reports.models import DayCount


@transaction.atomic
def recount(*, since: date | None = None) -> int:
    """Return how many rows there are now from `since` on. Three statements, and one for every 1,000 rows after the first.

    Two at once count the same: the second writes over what the first wrote.
    """
    signed = Signature.objects.confirmed()
    kept = DayCount.objects.all()
    if since is not None:
        signed = signed.filter(confirmed_at__gte=datetime.combine(since, time(), UTC))
        kept = kept.filter(day__gte=since)
    by_mail = Q(method=Signature.Method.MAIL)
    counted = (
        signed.order_by()
        .annotate(day=TruncDate("confirmed_at", tzinfo=UTC))
        .values("appeal", "day", "country")
        .annotate(confirmed=Count("pk", filter=by_mail), on_paper=Count("pk", filter=~by_mail))
    )
    rows = [DayCount(appeal_id=row.pop("appeal"), **row) for row in counted]
    kept.delete()
    DayCount.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["appeal", "day", "country"],
        update_fields=["confirmed", "on_paper"],
    )
    return len(rows)


def by_day(*, until: date, days: int, **which: object) -> list[tuple[date, int]]:
    """How many signed on each of the last `days` days up to `until`, days without any too. One query."""
    first = until - timedelta(days=days - 1)
    found = dict(
        DayCount.objects.filter(day__range=(first, until), **which)
        .order_by()
        .values_list("day")
        .annotate(many=Sum("confirmed") + Sum("on_paper"))
    )
    return [(day, found.get(day, 0)) for day in (first + timedelta(days=number) for number in range(days))]
