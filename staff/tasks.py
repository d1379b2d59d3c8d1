from celery import shared_task
from django.utils import timezone

from staff import leaving


@shared_task(name="staff.sweep_sessions")
def sweep_sessions() -> None:
    leaving.sweep(now=timezone.now())
