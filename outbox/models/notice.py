from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.models.incoming_mail import IncomingMail
from outbox.models.message import Message
from outbox.states import Stream

KINDS = ("hard", "soft", "policy", "complaint", "delay", "passed_on")
SOURCES = ("conversation", "mail", "webhook", "log")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unheeded(self) -> "NoticeQuerySet":
        return self.filter(heeded_at=None)

    def to_offices(self) -> "NoticeQuerySet":
        """About letters: what follows from these is decided where letters are (letters/inboxes.py)."""
        return self.filter(message__stream=Stream.LETTER)

    def to_supporters(self) -> "NoticeQuerySet":
        return self.exclude(message__stream=Stream.LETTER)

    def bad(self) -> "NoticeQuerySet":
        """That it did not reach the one it was for, or was not wanted there. A delay is no failure yet."""
        return self.filter(kind__in=["hard", "soft", "policy", "complaint"], of_recipient=True)


class Notice(models.Model):
    """What a mail server, a provider or a log said of a message after it had left. Evidence: never changed.

    `key` makes a piece of news one row, however often it is told. `of_recipient` is false where it is about a copy, or
    about a mailbox that the recipient forwards to. `said` is cleared of addresses. `heeded_at` is when the policy
    has looked at it (outbox/heeding.py, letters/inboxes.py).
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("no such mailbox")
        SOFT = "soft", _("came back")
        POLICY = "policy", _("refused by a rule")
        COMPLAINT = "complaint", _("complaint")
        DELAY = "delay", _("still trying")
        PASSED_ON = "passed_on", _("taken by the next server")

    class Source(models.TextChoices):
        CONVERSATION = "conversation", _("the conversation with our mail server")
        MAIL = "mail", _("a mail")
        WEBHOOK = "webhook", _("the mail provider")
        LOG = "log", _("our mail server's log")

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="notices", verbose_name=_("message")
    )
    key = models.CharField(max_length=120, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("told by"), max_length=12, choices=Source.choices)
    of_recipient = models.BooleanField(_("about the recipient"), default=True)
    enhanced = models.CharField(_("enhanced status"), max_length=12, blank=True)
    said = models.CharField(_("in these words"), max_length=500, blank=True)
    reporter = models.CharField(_("reporting server"), max_length=255, blank=True)
    at = models.DateTimeField(_("happened"))
    noted_at = models.DateTimeField(_("noted"))
    heeded_at = models.DateTimeField(_("heeded"), null=True, blank=True)
    mail = models.ForeignKey(
        IncomingMail,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notices",
        verbose_name=_("mail"),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="notice_source_known", condition=Q(source__in=SOURCES)),
            models.CheckConstraint(name="notice_has_key", condition=~Q(key="")),
        ]
        indexes = [
            models.Index(name="notice_unheeded", fields=["id"], condition=Q(heeded_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.enhanced}".strip()
