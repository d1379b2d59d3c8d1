"""Refuse settings of a mail provider under which strangers could tell us that mailboxes are dead."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def refuse_open_webhooks(anymail: dict[str, Any]) -> None:
    secret = anymail.get("WEBHOOK_SECRET", "")
    if anymail and (not isinstance(secret, str) or ":" not in secret or len(secret) < 24):
        raise ImproperlyConfigured(
            "OUTCRY_ANYMAIL needs a WEBHOOK_SECRET, like user:password with 24 characters or more, that the provider sends with each webhook."
        )
