from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.states import Health


class TroubleReason(models.TextChoices):
    BOUNCES = "bounces", _("letters come back")
    BLOCKS_BY_POLICY = "blocks_by_policy", _("letters are refused by a rule")


class InboxTroubleQuerySet(models.QuerySet["InboxTrouble"]):
    def current(self) -> "InboxTroubleQuerySet":
        """Those that still keep letters waiting: nobody has verified the address again since, or given it up."""
        newer = InboxTrouble.objects.filter(
            contact=models.OuterRef("contact"), since__gt=models.OuterRef("since")
        )
        return self.filter(~models.Exists(newer), contact__health=Health.FAILING)


class InboxTrouble(models.Model):
    """What an office's mailbox did to several letters, so that its address counts as failing and letters to it wait.

    It ends when somebody verifies the address; what is told after `since` counts anew.
    """

    Reason = TroubleReason

    contact = models.ForeignKey(
        "campaigns.Contact", on_delete=models.CASCADE, related_name="troubles", verbose_name=_("contact")
    )
    reason = models.CharField(_("trouble"), max_length=20, choices=TroubleReason.choices)
    letters = models.PositiveIntegerField(_("letters"))
    enhanced = models.CharField(_("enhanced status"), max_length=12, blank=True)
    said = models.CharField(_("in these words"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"))

    objects = InboxTroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbox trouble")
        verbose_name_plural = _("inbox troubles")
        constraints = [
            models.CheckConstraint(
                name="inbox_trouble_reason_known", condition=Q(reason__in=["bounces", "blocks_by_policy"])
            ),
            models.UniqueConstraint(fields=["contact", "since"], name="inbox_trouble_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())
