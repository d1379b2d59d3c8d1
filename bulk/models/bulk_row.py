from django.db import models
from django.db.models import Q

from bulk.states import RowState


class BulkRow(models.Model):
    """One row that a bulk act is about, by its key, and what came of it. `why`: the words of a refusal."""

    State = RowState

    act = models.ForeignKey("bulk.BulkAct", on_delete=models.CASCADE, related_name="rows")
    object_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.WAITING)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["act", "object_id"], name="bulk_row_once"),
            models.CheckConstraint(
                name="bulk_row_refusal_is_whole",
                condition=Q(state=RowState.REFUSED, why__gt="") | (~Q(state=RowState.REFUSED) & Q(why="")),
            ),
        ]
        indexes = [
            models.Index(fields=["act", "id"], condition=Q(state=RowState.WAITING), name="bulk_row_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.get_state_display()}"
