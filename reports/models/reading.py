from django.db import models


class Reading(models.Model):
    """Numbers that cost a walk through many rows, read on a clock for the first page of the desk (reports/readings.py).

    `content` holds counts and keys of rows, and nothing personal.
    """

    name = models.CharField(max_length=32, unique=True)
    taken_at = models.DateTimeField()
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = "reading"
        verbose_name_plural = "readings"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}, {self.taken_at:%Y-%m-%d %H:%M}"
