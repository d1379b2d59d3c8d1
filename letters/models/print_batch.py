from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.staff import by_staff
from letters.models.print_states import BatchState

UNFINISHED = (BatchState.QUEUED, BatchState.MAKING)


class PrintBatchQuerySet(models.QuerySet["PrintBatch"]):
    def to_make(self, now: datetime) -> "PrintBatchQuerySet":
        """Chosen, and in no worker's hands: a claim that was not kept runs out."""
        return self.filter(state__in=UNFINISHED).filter(Q(claimed_until=None) | Q(claimed_until__lt=now))


class PrintBatch(models.Model):
    """Letters printed together: what was chosen, how it is put on paper, and how far that is.

    Its files name signers. They stand in clear in a private folder, readable by the owner of the programs alone, until the
    letters are posted or thirty days are over (letters/print_files.py, letters/clearing.py).

    `looked` is the last row that was asked whether it may leave, `sorted_at` when the order of its letters was fixed for good.
    `printed_before` are the moments (ISO) at which earlier files of it were finished.
    """

    State = BatchState

    class Envelopes(models.TextChoices):
        NONE = "", _("none")
        DL = "dl", _("DL, 220 × 110 mm")
        C5 = "c5", _("C5, 229 × 162 mm")

    appeal = models.ForeignKey(
        "appeals.Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="print_batches"
    )
    target = models.ForeignKey(
        "campaigns.Target", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_from = models.DateTimeField(_("confirmed from"), null=True, blank=True)
    confirmed_until = models.DateTimeField(_("confirmed until"), null=True, blank=True)
    also_printed = models.BooleanField(_("also those printed before"), default=False)
    also_emailed = models.BooleanField(_("also those sent by email"), default=False)

    duplex = models.BooleanField(_("printed on both sides"), default=True)
    labels = models.BooleanField(_("address labels"), default=False)
    envelopes = models.CharField(_("envelopes"), max_length=2, choices=Envelopes, blank=True, default="")
    return_address = models.TextField(_("return address"), blank=True)

    made_by = by_staff("made by")
    made_at = models.DateTimeField(_("made"))
    state = models.CharField(_("state"), max_length=16, choices=BatchState, default=BatchState.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    looked = models.BigIntegerField(default=0, editable=False)
    sorted_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("file finished"), null=True, blank=True)
    printed_before = models.JSONField(default=list, blank=True, editable=False)

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("print batch")
        verbose_name_plural = _("print batches")
        default_permissions = ()
        permissions = [("print_letter", "Can print letters and mark what was posted")]
        constraints = [
            models.CheckConstraint(
                name="printbatch_state_known", condition=Q(state__in=BatchState.values, made_by__isnull=False)
            ),
            models.CheckConstraint(
                name="printbatch_claimed_while_made",
                condition=Q(state=BatchState.MAKING) | Q(claimed_until=None),
            ),
            models.CheckConstraint(
                name="printbatch_made_knows_when",
                condition=~Q(state=BatchState.MADE) | Q(finished_at__isnull=False, sorted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="printbatch_stop_has_reason",
                condition=~Q(state__in=[BatchState.SET_ASIDE, BatchState.CLEARED]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(name="printbatch_to_make", fields=["id"], condition=Q(state__in=UNFINISHED)),
        ]

    def __str__(self) -> str:
        return f"Print batch {self.pk}"
