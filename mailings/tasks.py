"""Doors for beat and for rings. Each does what stands in rows; a ring that is lost is made good by the next tick."""

from celery import shared_task
from django.utils import timezone

from mailings import drafting, occasions, releasing


@shared_task(name="mailings.draft_news")
def draft_news(**_: object) -> None:
    drafting.draft_news(now=timezone.now())


@shared_task(name="mailings.draft_occasions")
def draft_occasions(**_: object) -> None:
    occasions.draft_occasions(now=timezone.now())


@shared_task(name="mailings.see_off")
def see_off(**_: object) -> None:
    releasing.see_off(now=timezone.now())
