from celery import shared_task
from django.utils import timezone

from appeals import publishing


@shared_task(name="appeals.close_past")
def close_past() -> None:
    publishing.close_past(now=timezone.now())
