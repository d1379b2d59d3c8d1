import secrets

from django.db import models
from django.db.models import F, Q

from campaigns.models.held_back import HeldBack
from campaigns.states import ReviewState
from kit.staff import by_staff


def new_key() -> str:
    """A key for a row that staff typed; rows from seed files bring their own."""
    return f"own-{secrets.token_hex(6)}"


class Reviewed(models.Model):
    """Read against its source by a named member of staff, who did not write it; or not yet."""

    review_state = models.CharField(
        max_length=10, choices=ReviewState, default=ReviewState.UNREVIEWED, editable=False
    )
    reviewed_by = by_staff()
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nobody of rows that came from the data files.
    changed_by = by_staff("recorded or last changed by")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_review_is_whole",
                condition=Q(review_state="unreviewed", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(review_state="reviewed", reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_four_eyes",
                condition=Q(reviewed_by=None) | Q(changed_by=None) | ~Q(reviewed_by=F("changed_by")),
            ),
        ]

    @property
    def is_reviewed(self) -> bool:
        return self.review_state == ReviewState.REVIEWED


class Claim(Reviewed, HeldBack):
    """Something that a source says."""

    key = models.CharField(max_length=80, unique=True, default=new_key)
    held_back = models.BooleanField(
        default=False, help_text="Sensitive: on no public page, in no letter, in no mailing."
    )

    class Meta:
        abstract = True
        constraints = [*Reviewed.Meta.constraints, *HeldBack.Meta.constraints]
