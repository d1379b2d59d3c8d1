from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedBytesField


class ReplyQuerySet(models.QuerySet["Reply"]):
    def answers(self) -> "ReplyQuerySet":
        """Written by a person. What a machine wrote is filed apart, and is no answer."""
        return self.filter(sort=Reply.Sort.ANSWER)


class Reply(models.Model):
    """One mail in which an office answers a letter, sealed as it came; `message` brings its words to the signer.

    `digest` is that of the incoming mail (outbox/intake.py): one mail is one reply.
    """

    class Sort(models.TextChoices):
        ANSWER = "answer", _("an answer")
        AUTO_REPLY = "auto_reply", _("written by a machine")

    letter = models.ForeignKey(
        "letters.Letter", on_delete=models.PROTECT, related_name="replies", verbose_name=_("letter")
    )
    appeal = models.ForeignKey(
        "appeals.Appeal", on_delete=models.PROTECT, related_name="replies", verbose_name=_("appeal")
    )
    sort = models.CharField(_("what it is"), max_length=12, choices=Sort.choices)
    digest = models.CharField(_("SHA-256 of what is in it"), max_length=64, unique=True)
    raw = SealedBytesField(verbose_name=_("as it came"))
    attachments = models.PositiveSmallIntegerField(_("attachments"), default=0)
    came_at = models.DateTimeField(_("came"))
    message = models.OneToOneField(
        "outbox.Message",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reply",
        verbose_name=_("mail to the signer"),
    )
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("forwarded by"),
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        permissions = [("forward_reply", "Can forward an office's answer to the signer")]
        constraints = [
            models.CheckConstraint(name="reply_sort_known", condition=Q(sort__in=["answer", "auto_reply"])),
            models.CheckConstraint(
                name="reply_only_answers_are_forwarded", condition=Q(sort="answer") | Q(message=None)
            ),
            models.CheckConstraint(
                name="reply_forwarded_by_has_message",
                condition=Q(forwarded_by=None) | Q(message__isnull=False),
            ),
        ]
        indexes = [models.Index(name="reply_came", fields=["sort", "came_at"])]

    def __str__(self) -> str:
        return f"{self.letter.reference}, {self.came_at:%Y-%m-%d}"
