from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedBytesField
from outbox.models.message import Message


class IncomingMail(models.Model):
    """One mail that came to an address of ours, sealed as it came, and what it turned out to be.

    `digest` makes the same mail one row, by whichever mailbox and however often it comes. `taken_at` is when the room
    that it is for has taken it over, or its time was over, and `raw` is empty from then on: a reply is kept once, with its
    letter.
    """

    class Sort(models.TextChoices):
        BOUNCE = "bounce", _("a mail server's report")
        COMPLAINT = "complaint", _("a complaint")
        AUTO_REPLY = "auto_reply", _("written by a machine")
        REPLY = "reply", _("an answer")
        UNSORTED = "unsorted", _("about no message of ours")
        UNREADABLE = "unreadable", _("could not be read")

    digest = models.CharField(_("SHA-256 of what is in it"), max_length=64, unique=True)
    sort = models.CharField(_("what it is"), max_length=12, choices=Sort.choices)
    message = models.ForeignKey(
        Message,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="incoming",
        verbose_name=_("about"),
    )
    came_through = models.CharField(_("came through"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    raw = SealedBytesField(verbose_name=_("as it came"))
    came_at = models.DateTimeField(_("came"))
    taken_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        constraints = [
            models.CheckConstraint(
                name="incoming_mail_sort_known",
                condition=Q(
                    sort__in=["bounce", "complaint", "auto_reply", "reply", "unsorted", "unreadable"]
                ),
            ),
            # What links to no message is no news of one.
            models.CheckConstraint(
                name="incoming_mail_unsorted_is_about_nothing",
                condition=~Q(sort__in=["unsorted", "unreadable"]) | Q(message=None),
            ),
        ]
        indexes = [
            models.Index(
                name="incoming_mail_waiting", fields=["sort", "id"], condition=Q(taken_at__isnull=True)
            ),
            models.Index(
                name="incoming_mail_to_empty", fields=["came_at"], condition=Q(taken_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.pk}"
