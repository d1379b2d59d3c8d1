from django.conf import settings
from django.db import models


class Invalidation(models.Model):
    """One decision that many signatures do not count, with its conditions, its reason and how far it is.

    Empty conditions say nothing; a signature has to fit all that are given. Names and addresses are sealed, so
    none of them can be a condition. `cursor` is the last signature looked at, `changed` how many were changed:
    both in the same transaction as the change itself, so that a run may end and begin anywhere.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="invalidations")
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    signed_from = models.DateTimeField()
    signed_until = models.DateTimeField()
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField("came by", max_length=16, blank=True)
    network_index = models.CharField("network", max_length=32, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expected = models.PositiveIntegerField(
        help_text="How many signatures the person saw before they said yes."
    )
    changed = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(max_length=300, blank=True)

    class Meta:
        permissions = [("invalidate_signatures", "Can invalidate signatures and undo it")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["running", "done"],
                    undone_by__isnull=True,
                    undone_at__isnull=True,
                    undone_because="",
                )
                | models.Q(
                    ~models.Q(undone_because=""),
                    state__in=["undoing", "undone"],
                    undone_by__isnull=False,
                    undone_at__isnull=False,
                ),
                name="invalidation_undone_knows_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}, {self.at:%Y-%m-%d %H:%M}: {self.reason}"
