from typing import Any

from django.db import models
from django.db.models import Q

from kit.staff import by_staff


class HeldBack(models.Model):
    """Kept off every public page, letter and mailing until a named person releases it, with a reason that stays."""

    held_back = models.BooleanField(default=False)
    released_by = by_staff()
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_release_is_whole",
                condition=Q(released_by__isnull=True, released_at__isnull=True, released_reason="")
                | (
                    Q(held_back=False, released_by__isnull=False, released_at__isnull=False)
                    & ~Q(released_reason="")
                ),
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Held back once more: the release of old no longer stands. The history of the row keeps it.
        if self.held_back:
            self.released_by = self.released_at = None
            self.released_reason = ""
        super().save(*args, **kwargs)
