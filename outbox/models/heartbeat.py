from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a task last came to its end. A worker can be alive and deaf (celery#8030); this row tells."""

    name = models.CharField(_("task"), max_length=80, unique=True)
    at = models.DateTimeField(_("last beat"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, *, now: datetime) -> None:
        cls.objects.bulk_create(
            [cls(name=name, at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )
