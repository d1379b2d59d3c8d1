from datetime import datetime

from django.db import models

from kit.sealed_fields import SealedJSONField, SealedTextField


class SignatureQuerySet(models.QuerySet):
    def confirmed(self) -> "SignatureQuerySet":
        return self.filter(state=Signature.State.CONFIRMED)

    def cooled(self, now: datetime) -> "SignatureQuerySet":
        """Confirmed, and the time to change one's mind is over."""
        return self.confirmed().filter(cooling_until__lte=now)


class Signature(models.Model):
    """A supporter's act on one appeal.

    At confirmation the letter is frozen into `agreed` (shape: appeals/merging.py) with its digest;
    what happens to texts, targets or contacts afterwards changes nothing in it.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        CONFIRMED = "confirmed", "Confirmed"
        REJECTED = "rejected", "Rejected: it was not me"
        WITHDRAWN = "withdrawn", "Withdrawn"
        INVALIDATED = "invalidated", "Invalidated"

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="signatures")
    supporter = models.ForeignKey(
        "supporters.Supporter", on_delete=models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    name = SealedTextField()
    town = SealedTextField()
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=8)
    may_reply = models.BooleanField("the office may answer directly", default=False)
    wants_updates = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # The link in the newest confirmation mail; only its hash is kept.
    link_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    confirmed_at = models.DateTimeField(null=True, blank=True)
    cooling_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=16, null=True, blank=True, unique=True)
    target = models.ForeignKey(
        "campaigns.Target", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email_contact = models.ForeignKey(
        "campaigns.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post_contact = models.ForeignKey(
        "campaigns.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    letter_language = models.CharField(max_length=8, blank=True)
    agreed = SealedJSONField()
    agreed_digest = models.CharField(max_length=64, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "supporter"], name="signature_once_per_supporter"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(
                    confirmed_at__isnull=False,
                    cooling_until__isnull=False,
                    reference__isnull=False,
                    target__isnull=False,
                    agreed_digest__gt="",
                ),
                name="signature_confirmed_is_frozen",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | models.Q(~models.Q(state="withdrawn"), withdrawn_at__isnull=True),
                name="signature_withdrawn_knows_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(state="confirmed"),
                name="signature_confirmed_order",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"Signature {self.pk}"
