from django.db import models


class Receipt(models.Model):
    """That somebody was erased, when, and how much of what. Nothing in it tells who: only they know its number.

    `removed` is {room.Model: number of rows that were emptied or deleted}.
    """

    number = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField("erased")
    removed = models.JSONField("what was removed", default=dict)

    class Meta:
        verbose_name = "receipt"

    def __str__(self) -> str:
        return self.number
