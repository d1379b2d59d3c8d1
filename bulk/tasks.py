from celery import shared_task
from django.utils import timezone

from bulk import doing
from kit.wake import wake


@shared_task(name=doing.TASK)
def carry_on(**_: object) -> None:
    if doing.carry_on(clock=timezone.now):
        wake(doing.TASK)
