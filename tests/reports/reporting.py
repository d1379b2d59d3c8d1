"""A campaign with two appeals, whose days and countries are counted as the clock would have counted them."""

from datetime import UTC, timedelta

from appeals.models import Appeal, Tally
from reports import report_links
from reports.models import DayCount
from tests import people
from tests.people import NOW

TODAY = NOW.astimezone(UTC).date()
DAY = timedelta(days=1)


def counted(appeal: Appeal, *rows: tuple[int, str, int]) -> None:
    """(days ago, country, how many); the tally says as many, and that some letters left."""
    DayCount.objects.bulk_create(
        DayCount(appeal=appeal, day=TODAY - ago * DAY, country=country, confirmed=many)
        for ago, country, many in rows
    )
    many = sum(row[2] for row in rows)
    Tally.objects.filter(appeal=appeal).update(confirmed=many, accepted=7, posted=2, self_sent=1)


def two_appeals() -> tuple[Appeal, Appeal]:
    people.an_embassy(country="GB")
    first, second = people.an_open_appeal(), people.an_open_appeal(case=people.a_case(slug="smith"))
    counted(first, (3, "GB", 20), (3, "DE", 9), (2, "KZ", 1), (1, "GB", 8), (0, "FR", 50))
    counted(second, (1, "FR", 6))
    return first, second


def link(campaign, **changes) -> str:
    """The address in one link."""
    asked = {"for_whom": "Family committee", "days": 7, "by": people.dana(), "now": NOW, **changes}
    return report_links.give(campaign=campaign, **asked).address
