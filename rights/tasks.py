from celery import shared_task
from django.utils import timezone

from outbox.models import Heartbeat
from rights import retention


@shared_task(name="rights.forget")
def forget(**_: object) -> None:
    now = timezone.now()
    if retention.is_due(now=now):
        retention.forget(now=now, clock=timezone.now)
    Heartbeat.beat("rights.forget", now=timezone.now())
