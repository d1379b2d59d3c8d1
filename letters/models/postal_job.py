from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from letters.models.postal_states import AT_THE_PROVIDER, EXPLAINED, LEFT, OPEN, JobState

# How often the provider is asked about a letter, and for how long after it was posted: post comes back late.
ASK_EVERY = timedelta(minutes=15)
ASK_DAILY_FOR = timedelta(days=45)


class PostalJobQuerySet(models.QuerySet["PostalJob"]):
    def due(self, now: datetime) -> "PostalJobQuerySet":
        return self.filter(state=JobState.QUEUED, due_at__lte=now)

    def left_behind(self, now: datetime) -> "PostalJobQuerySet":
        """Their worker ended: nobody knows whether the provider has the letter."""
        return self.filter(state=JobState.SENDING, claimed_until__lt=now)

    def to_ask_about(self, now: datetime) -> "PostalJobQuerySet":
        handed = Q(state=JobState.HANDED, asked_at__lte=now - ASK_EVERY)
        posted = Q(
            state=JobState.POSTED,
            asked_at__lte=now - timedelta(days=1),
            posted_at__gte=now - ASK_DAILY_FOR,
        )
        return self.filter(handed | posted)


class PostalJob(models.Model):
    """One letter at one postal provider. Holds nothing about the signer; `reference` is the provider's.

    `attempt` is part of the key by which the provider knows the letter again: it grows when a person tries again what
    was refused, and not when nobody knows what became of it. `is_test`: never printed, so never counted.
    """

    State = JobState

    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, related_name="postal_jobs")
    provider = models.CharField(_("provider"), max_length=20)
    is_test = models.BooleanField(_("a trial, never printed"), default=False)
    state = models.CharField(_("state"), max_length=16, choices=JobState, default=JobState.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    in_doubt = models.BooleanField(_("may have been handed over"), default=False)
    reference = models.CharField(_("provider's reference"), max_length=80, blank=True)
    price = models.DecimalField(_("price"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0, editable=False)
    due_at = models.DateTimeField(_("due"))
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("chosen by"),
    )
    chosen_at = models.DateTimeField(_("chosen"))
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked about"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted, said"), null=True, blank=True)

    objects = PostalJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("postal job")
        verbose_name_plural = _("postal jobs")
        permissions = [("post_letter", "Can hand letters to the postal provider")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "provider"], name="postaljob_once"),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state__in=OPEN), name="postaljob_one_open"
            ),
            models.CheckConstraint(name="postaljob_state_known", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(
                name="postaljob_claimed_while_sending",
                condition=Q(state=JobState.SENDING, claimed_until__isnull=False)
                | ~Q(state=JobState.SENDING) & Q(claimed_until=None),
            ),
            models.CheckConstraint(
                name="postaljob_handed_has_reference",
                condition=~Q(state__in=AT_THE_PROVIDER)
                | ~Q(reference="") & Q(handed_at__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="postaljob_posted_knows_when",
                condition=Q(state__in=LEFT, posted_at__isnull=False) | ~Q(state__in=LEFT) & Q(posted_at=None),
            ),
            models.CheckConstraint(
                name="postaljob_stop_has_reason", condition=~Q(state__in=EXPLAINED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="postaljob_doubt_is_held", condition=Q(in_doubt=False) | Q(state=JobState.HELD)
            ),
            models.CheckConstraint(
                name="postaljob_price_has_currency",
                condition=Q(price=None, currency="") | Q(price__isnull=False) & ~Q(currency=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="postaljob_due"),
            models.Index(fields=["state", "asked_at"], name="postaljob_to_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}, {self.provider}"
