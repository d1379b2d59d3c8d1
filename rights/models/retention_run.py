from django.db import models


class RetentionRun(models.Model):
    """One night's forgetting by schedule. `removed` is {room.Model: {columns: number of rows}}; what had nothing is left out."""

    began_at = models.DateTimeField("began")
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    removed = models.JSONField("what was forgotten", default=dict)

    class Meta:
        verbose_name = "retention run"

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"
