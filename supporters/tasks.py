from celery import shared_task
from django.utils import timezone

from supporters.complaints import withdraw_after_complaints


@shared_task(name="supporters.follow_complaints")
def follow_complaints(**_: object) -> None:
    withdraw_after_complaints(now=timezone.now())
