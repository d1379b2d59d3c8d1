from celery import shared_task
from django.utils import timezone

from appeals import invalidating, limiting, publishing, reminding
from kit.wake import wake


@shared_task(name="appeals.close_past")
def close_past() -> None:
    publishing.close_past(now=timezone.now())


@shared_task(name="appeals.invalidate")
def invalidate(**_: object) -> None:
    if invalidating.carry_on():
        wake("appeals.invalidate")


@shared_task(name="appeals.sweep_budgets")
def sweep_budgets() -> None:
    limiting.sweep(now=timezone.now())


@shared_task(name="appeals.remind")
def remind() -> None:
    reminding.remind(now=timezone.now())
