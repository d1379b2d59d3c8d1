from django.db import models


class Head(models.Model):
    """The one row that knows the last entry. Whoever appends holds it, so the chain has one end at every moment."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="trail_one_head", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"
