from django.db import models


class SeedRow(models.Model):
    """What the loader last wrote for one row of a seed file.

    `digest` is the SHA-256 of the values as loaded: when the database row has another one, staff have edited it,
    and the loader leaves it alone. `object_id` finds the row again even after staff have renamed it.
    """

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="seeds_seedrow_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
