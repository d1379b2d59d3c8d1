from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.models.message import Message


class Attempt(models.Model):
    """One try to hand a message to the mail server, and what the server answered. Evidence: never changed."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted by the mail server")
        DEFERRED = "deferred", _("refused for now")
        REFUSED = "refused", _("refused for good")
        IN_DOUBT = "in_doubt", _("no answer after the text was sent")
        UNREACHED = "unreached", _("mail server not reached")
        UNWRITTEN = "unwritten", _("could not be written")
        CRASHED = "crashed", _("the worker stopped before it recorded an answer")

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("message")
    )
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(_("code"), default=0)
    enhanced = models.CharField(_("enhanced status"), max_length=12, blank=True)
    answer = models.CharField(_("mail server's answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.CheckConstraint(
                name="attempt_accepted_with_250",
                condition=~models.Q(outcome="accepted") | models.Q(code__gte=200, code__lt=300),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.code or ''}".strip()
