from django.db import models


class Receipt(models.Model):
    """That somebody was erased, when, and how much of what. Nothing in it tells who: only they know its number.

    `person_hash`: a keyed hash of their address, by which somebody who comes back with an old backup is erased once more
    (rights/erasure_list.py). `removed` is {room.Model: number of rows that were emptied or deleted}.
    """

    number = models.CharField(max_length=16, unique=True)
    person_hash = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField("erased")
    removed = models.JSONField("what was removed", default=dict)

    class Meta:
        verbose_name = "receipt"

    def __str__(self) -> str:
        return self.number
