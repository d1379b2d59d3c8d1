from django.db import models


class SeedRow(models.Model):
    """What the loader last wrote for one row of a seed file.

    `loaded` holds the values as they were written: where the database has others now, staff have edited the row and
    the loader leaves it alone. `object_id` finds the row again after staff have renamed it.
    """

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    file = models.CharField(max_length=200)
    object_id = models.BigIntegerField()
    loaded = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="seeds_seedrow_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
