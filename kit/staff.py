"""The column that says who of the staff did something, and who else could do what one person may not do alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
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


NAMED = 3
BACKEND = "django.contrib.auth.backends.ModelBackend"


def who_else(right: str, *, but: AbstractBaseUser) -> str:
    """A sentence for a refusal: who may do it in place of `but`, by their log-in names. One query.

    `right` is like "campaigns.review_claims". Superusers may do everything, and are asked last.
    """
    people = get_user_model()._default_manager.with_perm(right, backend=BACKEND).exclude(pk=but.pk)  # type: ignore[attr-defined]  # the stubs know no manager of users
    names = list(people.order_by("is_superuser", "username").values_list("username", flat=True)[: NAMED + 1])
    if not names:
        return "Nobody else has the right to: an administrator gives it to a second person."
    more = " and others" if len(names) > NAMED else ""
    return f"Who can: {', '.join(names[:NAMED])}{more}."
