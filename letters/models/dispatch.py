from django.db import models
from django.utils.translation import gettext_lazy as _


class Dispatch(models.Model):
    """The run of one appeal's letters to one target: from its first letter until the act-before date, if there is one."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("email")
        PAPER = "paper", _("paper")

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="dispatches")
    target = models.ForeignKey("campaigns.Target", on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "target", "channel"], name="dispatch_once"),
            models.CheckConstraint(
                name="dispatch_channel_known", condition=models.Q(channel__in=["email", "paper"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} → {self.target}"
