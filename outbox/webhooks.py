"""Where the webhooks of mail providers come in, once django-anymail has checked their secret (setting OUTCRY_ANYMAIL)."""

from typing import Any

from django.apps import apps
from django.utils import timezone

from outbox.provider_news import note_event, take_in_event


def listen() -> None:
    if not apps.is_installed("anymail"):
        return
    from anymail.signals import inbound, tracking

    tracking.connect(_told, dispatch_uid="outbox.webhooks")
    inbound.connect(_came, dispatch_uid="outbox.webhooks")


def _told(sender: Any, *, event: Any, esp_name: str, **_: Any) -> None:
    note_event(event, provider=esp_name.lower(), now=timezone.now())


def _came(sender: Any, *, event: Any, **_: Any) -> None:
    take_in_event(event, now=timezone.now())
