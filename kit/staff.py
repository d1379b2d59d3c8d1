"""The column that says who of the staff did something."""

from typing import Any

from django.conf import settings
from django.db import models


def by_staff(words: str | None = None) -> "models.ForeignKey[Any, Any]":
    """Written by verbs and in no form; empty until it is done. Who answers for something cannot be deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=words,
    )
