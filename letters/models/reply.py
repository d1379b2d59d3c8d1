from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.languages import choices
from kit.sealed_fields import SealedBytesField
from kit.staff import by_staff
from letters.states import Outcome


class ReplyQuerySet(models.QuerySet["Reply"]):
    def answers(self) -> "ReplyQuerySet":
        """Written by a person. What a machine wrote is filed apart, and is no answer."""
        return self.filter(sort=Reply.Sort.ANSWER)


class Reply(models.Model):
    """One answer of an office, sealed as it came; `message` brings its words to the signer.

    It came as a mail to the address of a letter, or staff logged it (letters/reply_log.py). Filed with the first `letter` that it
    answers; `also` are others that somebody named, and with `answers_all` it answers all that had left for that office.
    `digest` is that of the incoming mail (outbox/intake.py), or of what was logged: one answer is one reply.
    """

    class Sort(models.TextChoices):
        ANSWER = "answer", _("an answer")
        AUTO_REPLY = "auto_reply", _("written by a machine")

    class Form(models.TextChoices):
        MAIL = "mail", _("mail")
        TEXT = "text", _("typed text")
        PDF = "pdf", _("PDF")
        PNG = "png", _("picture (PNG)")
        JPEG = "jpeg", _("picture (JPEG)")

    class Channel(models.TextChoices):
        REPLY = "reply", _("by mail to a letter")
        EMAIL = "email", _("by mail to somebody else")
        POST = "post", _("by post")
        HANDED = "handed", _("handed over or told in person")
        PUBLIC = "public", _("said in public")

    letter = models.ForeignKey(
        "letters.Letter", on_delete=models.PROTECT, related_name="replies", verbose_name=_("letter")
    )
    appeal = models.ForeignKey(
        "appeals.Appeal", on_delete=models.PROTECT, related_name="replies", verbose_name=_("appeal")
    )
    sort = models.CharField(_("what it is"), max_length=12, choices=Sort.choices)
    digest = models.CharField(_("SHA-256 of what is in it"), max_length=64, unique=True)
    raw = SealedBytesField(verbose_name=_("as it came"))
    form = models.CharField(_("form"), max_length=4, choices=Form.choices, default=Form.MAIL)
    attachments = models.PositiveSmallIntegerField(_("attachments"), default=0)
    came_at = models.DateTimeField(_("came"))
    channel = models.CharField(_("how it came"), max_length=6, choices=Channel.choices, default=Channel.REPLY)
    language = models.CharField(_("language"), max_length=8, choices=choices(), blank=True)
    outcome = models.CharField(_("what it comes to"), max_length=8, choices=Outcome.choices, blank=True)
    answers_all = models.BooleanField(_("answers all letters to this office"), default=False)
    also = models.ManyToManyField(
        "letters.Letter", blank=True, related_name="also_answered_by", verbose_name=_("other letters")
    )
    logged_by = by_staff(_("logged by"))
    logged_at = models.DateTimeField(_("logged"), null=True, blank=True, editable=False)
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
        permissions = [
            ("forward_reply", "Can forward an office's answer to the signer"),
            ("log_reply", "Can log answers of offices and write their public copies"),
            ("publish_answer", "Can publish and withdraw public copies of answers"),
        ]
        constraints = [
            models.CheckConstraint(name="reply_sort_known", condition=Q(sort__in=["answer", "auto_reply"])),
            models.CheckConstraint(
                name="reply_only_answers_are_forwarded", condition=Q(sort="answer") | Q(message=None)
            ),
            models.CheckConstraint(
                name="reply_forwarded_by_has_message",
                condition=Q(forwarded_by=None) | Q(message__isnull=False),
            ),
            # What came by itself was logged by nobody; what somebody logged did not come by itself.
            models.CheckConstraint(
                name="reply_logged_is_whole",
                condition=Q(channel="reply", form="mail", logged_by=None, logged_at=None)
                | (~Q(channel="reply") & Q(logged_by__isnull=False, logged_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="reply_came", fields=["sort", "came_at"])]

    def __str__(self) -> str:
        return f"{self.letter.reference}, {self.came_at:%Y-%m-%d}"

    def answers_with_all(self, letter: Any) -> bool:
        """Whether it answers this one as it answers all letters that had left for the office by its day (letters/reply_log.py).

        `self.letter` must be loaded. What had come back by then had not left.
        """
        same = (self.appeal_id, self.letter.target_id) == (letter.appeal_id, letter.target_id)
        if not self.answers_all or not same or letter.answered_at is None:
            return False
        end = datetime.combine(self.came_at.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
        mailed = letter.accepted_at and letter.accepted_at < end
        came_back = letter.came_back_at and letter.came_back_at < end
        return bool(mailed and not came_back) or bool(letter.posted_at and letter.posted_at < end)
