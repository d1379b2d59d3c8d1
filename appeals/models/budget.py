from django.db import models


class Budget(models.Model):
    """How much of a budget is used, as a moment: each use moves `full_at` on by one share of the window.

    `key` is a keyed hash of what the budget is for (a network, an appeal, a mailbox, a challenge). A row whose
    moment has passed says nothing any more and is swept.
    """

    key = models.CharField(max_length=64, unique=True)
    full_at = models.BigIntegerField(help_text="Milliseconds since 1970, UTC.")

    class Meta:
        indexes = [models.Index(fields=["full_at"], name="budget_to_sweep")]

    def __str__(self) -> str:
        return self.key[:8]
