import json
from typing import Any

from django.conf import settings
from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or delete what happened. The database refuses it as well (migrations/0001)."""


class EntryQuerySet(models.QuerySet):
    def update(self, **_fields: Any) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class Entry(models.Model):
    """One act of one person: what, when, on what, before and after. Written once, chained to the one before.

    `changes` is JSON: {"rows": {"appeals.appeal 12": {"state": ["draft", "open"]}}, "many": {"letters.letter": [1, 2]}}.
    Words stand in it as keyed hashes, so that nothing in it has to be erased with a person (trail/values.py).
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField("when", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="who"
    )
    act = models.CharField("what", max_length=80)
    thing = models.CharField("on what", max_length=120, blank=True, db_index=True)
    changes = models.TextField("before and after")
    reason_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "entries"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number}: {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise AppendOnly  # trail/appending.py inserts

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly

    def sealed_words(self) -> str:
        """What the hash is over, the same on every database."""
        return json.dumps(
            [
                *(self.number, self.at.isoformat(), self.by_id, self.act, self.thing, self.changes),
                *(self.reason_digest, self.previous),
            ]
        )
