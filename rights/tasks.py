from celery import shared_task
from django.conf import settings
from django.utils import timezone

from outbox.models import Heartbeat
from rights import erasure_list, retention


@shared_task(name="rights.forget")
def forget(**_: object) -> None:
    now = timezone.now()
    if retention.is_due(now=now):
        retention.forget(now=now, clock=timezone.now)
    Heartbeat.beat("rights.forget", now=timezone.now())


@shared_task(name="rights.list_erasures")
def list_erasures(**_: object) -> None:
    erasure_list.catch_up(settings.OUTCRY_ERASURES)
