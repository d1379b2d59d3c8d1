"""What stands on the first page of the desk above everything that can be changed there."""

from datetime import UTC
from typing import Any

from django import template
from django.utils import timezone

from kit.languages import long_date
from letters.charts import columns
from reports import counting_days
from reports.needs import needs_of
from reports.readings import taken

register = template.Library()
DAYS = 30


@register.inclusion_tag("admin/reports/dashboard.html")
def dashboard_for(user: Any) -> dict[str, Any]:
    """A constant number of queries: two, and at most two for each thing that they may do."""
    now, readings = timezone.now(), taken()
    shown: dict[str, Any] = {
        "needs": needs_of(user, readings=readings, now=now),
        "read_at": min((one.taken_at for one in readings.values()), default=None),
    }
    if user.has_perm("reports.view_daycount"):
        days = counting_days.by_day(until=now.astimezone(UTC).date(), days=DAYS)
        total = sum(many for _day, many in days)
        shown |= {
            "days": [(long_date(day, "en"), many) for day, many in reversed(days)],
            "total": total,
            "chart": columns(
                [(f"{day.day}.{day.month}.", many) for day, many in days],
                title=f"Signatures per day in the last {DAYS} days: {total:,} in all. The table below has the numbers.",
            ),
        }
    return shown
