from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedJSONField
from letters.states import EXPLAINED, UNSENT, State


class PostedVia(models.TextChoices):
    """Who says that a letter was posted on paper (letters/posted.py)."""

    HAND = "hand", _("a person, from a batch")
    PROVIDER = "provider", _("the postal provider")


class LetterQuerySet(models.QuerySet["Letter"]):
    def to_render(self, now: datetime) -> "LetterQuerySet":
        """Frozen, and in no worker's hands: a claim that was not kept runs out."""
        return self.filter(state=State.FROZEN).filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def to_stamp(self, now: datetime) -> "LetterQuerySet":
        return self.to_render(now).filter(needs_press=False)

    def to_press(self, now: datetime) -> "LetterQuerySet":
        return self.to_render(now).filter(needs_press=True)

    def to_schedule(self, now: datetime) -> "LetterQuerySet":
        """Ready, past the signer's time to change their mind, without a turn."""
        return self.filter(state=State.READY, due_at=None, signature__cooling_until__lte=now)

    def due(self, now: datetime) -> "LetterQuerySet":
        return self.filter(state=State.READY, due_at__lte=now)

    def unsent(self) -> "LetterQuerySet":
        return self.filter(state__in=UNSENT)


class Letter(models.Model):
    """One merged text from one signer to one target, frozen.

    `frozen` is the ciphertext of the signature's `agreed` (appeals/merging.py), copied unopened, and
    `digest` its SHA-256. `step` counts the letters of one signature: somebody who withdrew in time and
    signs again writes a new one. `contact` is the address it goes to; none means that it is parked.
    `held_for` is the status record whose news holds it; none where a person or another reason does.
    `posted_at` is when its paper was posted, by whom `posted_via` says: beside the mail, and not instead of it.
    """

    State = State
    PostedVia = PostedVia

    signature = models.ForeignKey("appeals.Signature", on_delete=models.PROTECT, related_name="letters")
    target = models.ForeignKey("campaigns.Target", on_delete=models.PROTECT, related_name="letters")
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    appeal = models.ForeignKey(
        "appeals.Appeal", on_delete=models.PROTECT, related_name="letters", db_index=False
    )
    contact = models.ForeignKey(
        "campaigns.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    reference = models.CharField(_("reference"), max_length=16, unique=True)
    language = models.CharField(_("language"), max_length=8)
    frozen = SealedJSONField(verbose_name=_("frozen text"))
    digest = models.CharField(_("SHA-256"), max_length=64)

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.FROZEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # SET_NULL: a record that is deleted lets nothing leave; what it held waits for a person. The index is below.
    held_for = models.ForeignKey(
        "campaigns.StatusRecord",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        verbose_name=_("held for"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries at rendering"), default=0)
    # Only WeasyPrint itself can set it: such letters have a queue of their own, and keep no other waiting.
    needs_press = models.BooleanField(_("needs the press"), db_default=False, default=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    # When it was signed, copied from the signature: the order of the queue, by an index and without a join.
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    message = models.OneToOneField(
        "outbox.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="letter"
    )
    # The email that brings it together with others, in place of a message of its own (letters/collecting.py).
    collective = models.ForeignKey(
        "letters.CollectiveLetter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("collective letter"),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted on paper"), null=True, blank=True)
    posted_via = models.CharField(
        _("posted, says"), max_length=16, choices=PostedVia.choices, blank=True, default=""
    )
    # Only what an office's mail server had accepted comes back; it leaves the count of accepted letters.
    came_back_at = models.DateTimeField(_("came back"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered by mail"), null=True, blank=True)
    created_at = models.DateTimeField(_("frozen"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions = [
            ("release_letter", "Can hold and release letters"),
            ("cancel_letter", "Can cancel letters"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["signature", "target", "step"], name="letter_once"),
            models.CheckConstraint(name="letter_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="letter_is_frozen", condition=~Q(digest="") & ~Q(language="")),
            models.CheckConstraint(
                name="letter_stop_has_reason", condition=~Q(state__in=EXPLAINED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="letter_message_fits_state",
                condition=Q(
                    state__in=[State.ENQUEUED, State.ACCEPTED],
                    message__isnull=False,
                    due_at__isnull=False,
                    collective__isnull=True,
                )
                | Q(
                    state__in=[State.COLLECTED, State.ACCEPTED],
                    message__isnull=True,
                    collective__isnull=False,
                )
                | Q(state__in=UNSENT, message__isnull=True, collective__isnull=True)
                | Q(state=State.CANCELLED),
            ),
            models.CheckConstraint(
                name="letter_accepted_knows_when",
                condition=Q(state=State.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=State.ACCEPTED) & Q(accepted_at=None)),
            ),
            models.CheckConstraint(
                name="letter_came_back_after_acceptance",
                condition=Q(came_back_at=None) | Q(state=State.ACCEPTED),
            ),
            models.CheckConstraint(
                name="letter_posted_says_who",
                condition=Q(posted_at=None, posted_via="")
                | Q(posted_at__isnull=False, posted_via__in=PostedVia.values),
            ),
            models.CheckConstraint(
                name="letter_claimed_while_frozen", condition=Q(state=State.FROZEN) | Q(claimed_until=None)
            ),
            models.CheckConstraint(
                name="letter_held_for_while_held", condition=Q(state=State.HELD) | Q(held_for=None)
            ),
            models.CheckConstraint(
                name="letter_decided_by_has_at", condition=Q(decided_by=None) | Q(decided_at__isnull=False)
            ),
        ]
        indexes = [
            # Found by their state: a million accepted letters slow no tick and no page (tests/letters/test_ticks.py).
            models.Index(name="letter_where", fields=["state", "target", "due_at"]),
            models.Index(name="letter_of_appeal", fields=["appeal", "state"]),
            models.Index(
                name="letter_in_queue",
                fields=["target", "appeal", "signed_at", "id"],
                condition=Q(state=State.READY, due_at=None),
            ),
            models.Index(name="letter_to_render", fields=["id"], condition=Q(state=State.FROZEN)),
            models.Index(name="letter_held_for", fields=["held_for"], condition=Q(held_for__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference
