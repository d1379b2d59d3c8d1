from datetime import UTC, timedelta

from celery import shared_task
from django.utils import timezone

from reports import counting_days, readings
from reports.models import DayCount


# Yesterday too: a signature of its last second is counted by the tick after midnight.
@shared_task(name="reports.count_days")
def count_days(**_: object) -> None:
    today = timezone.now().astimezone(UTC).date()
    # The first time there is a past to count.
    counting_days.recount(since=today - timedelta(days=1) if DayCount.objects.exists() else None)


@shared_task(name="reports.count_all_days")
def count_all_days(**_: object) -> None:
    counting_days.recount()


@shared_task(name="reports.take_readings")
def take_readings(**_: object) -> None:
    readings.take(now=timezone.now())
