from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.states import Stream

EVERYTHING = "everything"


class Switch(models.Model):
    """Pauses everything or one stream. Claims look at it, so a pause holds from the next message on."""

    NAMES = [(EVERYTHING, _("everything")), *Stream.choices]

    name = models.CharField(_("name"), max_length=20, unique=True, choices=NAMES)
    paused = models.BooleanField(_("paused"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("switch")
        verbose_name_plural = _("switches")
        permissions = [("pause_sending", "Can pause sending and let it go on")]
        constraints = [
            models.CheckConstraint(
                name="switch_pause_has_reason", condition=models.Q(paused=False) | ~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_name_display()
