from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from letters.models.print_states import MARKED


class PaperMark(models.Model):
    """One act that marked printed letters: a single one (`reference`), or all of a destination (`country`).

    Done by somebody of the staff (`by`) or on the phone of a helper (`link`), about whom nothing is kept.
    """

    batch = models.ForeignKey("letters.PrintBatch", on_delete=models.CASCADE, related_name="marks")
    moved_to = models.CharField(max_length=16, choices=[(state.value, state.label) for state in MARKED])
    reference = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2, blank=True)
    letters = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(
        "letters.MarkingLink", on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mark on paper")
        verbose_name_plural = _("marks on paper")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="papermark_knows_who",
                condition=Q(by__isnull=True, link__isnull=False) | Q(by__isnull=False, link=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference or self.country}: {self.moved_to}"
