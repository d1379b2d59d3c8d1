from django.db import models
from django.utils.translation import gettext_lazy as _


class CollectiveLetter(models.Model):
    """One email to an office in place of many: the text that they share, how many they are, and who signed them.

    Its letters point here while they are in it. Whose letter may not leave any more is taken out before it leaves
    (letters/collecting.py); each letter is counted by itself, once.
    """

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="collective_letters")
    target = models.ForeignKey(
        "campaigns.Target", on_delete=models.PROTECT, related_name="collective_letters"
    )
    contact = models.ForeignKey("campaigns.Contact", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=8)
    message = models.OneToOneField(
        "outbox.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="collective"
    )
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("collective letter")
        verbose_name_plural = _("collective letters")

    def __str__(self) -> str:
        return f"{self.appeal} → {self.target} ({self.language})"
