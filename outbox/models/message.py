from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedJSONField, SealedTextField
from outbox.states import UNFINISHED, State, Stream

# A lease and its worker exist exactly while a message is being sent; "begun" only then.
_IN_HAND = Q(state=State.SENDING, lease_until__isnull=False) & ~Q(worker="")
_AT_REST = ~Q(state=State.SENDING) & Q(lease_until=None, worker="", begun_at=None)
_EXPLAINED = (State.HELD, State.FAILED, State.SUPPRESSED, State.CANCELLED)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        return self.filter(state=State.QUEUED, due_at__lte=now)

    def unbegun(self) -> "MessageQuerySet":
        """Those of which no worker has committed "about to send": they can still be stopped."""
        return self.filter(Q(state=State.QUEUED) | Q(state=State.SENDING, begun_at=None))

    def unfinished(self) -> "MessageQuerySet":
        return self.filter(state__in=UNFINISHED)


class Message(models.Model):
    """One email. The row is the queue: nothing else knows that it waits.

    `key` says what the message is for, like "letter:OC-7F3K-92QD", and holds nothing personal: it is
    stored in clear, and equal keys are one message. `values` is what the kind needs to compose it.
    `hold_ref` is set while it is held for something that its own room knows by that name.
    """

    State = State
    Stream = Stream

    kind = models.CharField(_("kind"), max_length=40)
    stream = models.CharField(_("stream"), max_length=20, choices=Stream.choices)
    key = models.CharField(_("key"), max_length=200, unique=True)
    message_id = models.CharField(_("Message-ID"), max_length=320)
    subject_ref = models.CharField(_("about"), max_length=120, blank=True)
    recipient = SealedTextField(verbose_name=_("recipient"))
    recipient_index = models.CharField(max_length=64, editable=False)
    values = SealedJSONField(verbose_name=_("values"))

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    hold_ref = models.CharField(_("held for"), max_length=40, blank=True, editable=False)
    due_at = models.DateTimeField(_("due"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    crashes = models.PositiveIntegerField(_("crashes"), default=0)
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=80, blank=True)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    sent_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    server_answer = models.CharField(_("mail server's answer"), max_length=500, blank=True)
    queue_id = models.CharField(_("mail server's queue id"), max_length=120, blank=True)
    body_digest = models.CharField(_("SHA-256 of what left"), max_length=64, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # every message would pay for it at each of its moves, and only the deletion of an account asks
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        permissions = [
            ("view_recipient", "Can see messages to supporters, with their addresses"),
            ("release_message", "Can hold and release messages, and mark them as sent"),
            ("cancel_message", "Can cancel messages"),
        ]
        constraints = [
            models.CheckConstraint(name="message_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="message_stream_known", condition=Q(stream__in=Stream.values)),
            models.CheckConstraint(name="message_leased_while_sending", condition=_IN_HAND | _AT_REST),
            models.CheckConstraint(
                name="message_sent_has_sent_at",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="message_stop_has_reason", condition=~Q(state__in=_EXPLAINED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="message_held_for_while_held", condition=Q(state=State.HELD) | Q(hold_ref="")
            ),
            models.CheckConstraint(
                name="message_decided_by_has_at", condition=Q(decided_by=None) | Q(decided_at__isnull=False)
            ),
        ]
        indexes = [
            # Only unfinished rows: five million sent messages must not slow the next claim.
            models.Index(
                name="message_due", fields=["stream", "due_at", "id"], condition=Q(state=State.QUEUED)
            ),
            # Not db_index, which on PostgreSQL brings a second one for searching by the beginning.
            models.Index(name="message_mailbox", fields=["recipient_index"]),
            models.Index(name="message_leases", fields=["lease_until"], condition=Q(state=State.SENDING)),
            models.Index(name="message_held", fields=["stream"], condition=Q(state=State.HELD)),
            models.Index(
                name="message_expiring",
                fields=["expires_at"],
                condition=Q(state=State.QUEUED, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
