from django.db import models
from django.db.models import Q

from bulk.states import State
from kit.staff import by_staff


class BulkAct(models.Model):
    """One decision of one person over many rows, which a worker carries out some at a time.

    `name` is that of the act (bulk/register.py), `model` like "letters.letter". Which rows stands in BulkRow, fixed when it was decided.
    """

    State = State

    name = models.CharField("act", max_length=80, editable=False)
    title = models.CharField("what", max_length=120, editable=False)
    model = models.CharField("on", max_length=80, editable=False)
    reason = models.CharField("why", max_length=300, blank=True, editable=False)
    by = by_staff("who")
    at = models.DateTimeField("decided", editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING, editable=False)
    expected = models.PositiveIntegerField("rows", editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    refused = models.PositiveIntegerField(default=0, editable=False)
    stopped_because = models.CharField(max_length=300, blank=True, editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "act on many rows"
        verbose_name_plural = "acts on many rows"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="bulk_act_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="bulk_act_end_is_whole",
                condition=Q(state=State.DONE, ended_at__isnull=False)
                | (~Q(state=State.DONE) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="bulk_act_stop_is_whole",
                condition=Q(state=State.STOPPED, stopped_because__gt="")
                | (~Q(state=State.STOPPED) & Q(stopped_because="")),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=State.RUNNING), name="bulk_act_running"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.expected} rows"

    @property
    def handled(self) -> int:
        return self.done + self.refused
