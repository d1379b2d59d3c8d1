from datetime import datetime

from django.conf import settings
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

    class Method(models.TextChoices):
        MAIL = "mail", "Confirmed by mail"
        PAPER = "paper", "Signed on paper"

    class Source(models.TextChoices):
        """Which of our own links led here: a word that we wrote into the link, never what a browser tells of itself."""

        UNKNOWN = "", "Not known"
        MAIL = "mail", "Mail"
        MESSENGER = "messenger", "Messenger"
        SOCIAL = "social", "Social network"
        POSTER = "poster", "Poster"
        EMBED = "embed", "Embedded in another page"
        FEED = "feed", "Feed"
        CALENDAR = "calendar", "Calendar"

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
    method = models.CharField(max_length=8, choices=Method, default=Method.MAIL)
    source = models.CharField("came by", max_length=16, choices=Source, blank=True)
    # Only of signatures on paper (appeals/keying.py): who typed the line in, and a fingerprint of name and town.
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sheet = models.CharField(max_length=60, blank=True, help_text="Where the sheet is kept, and which it is.")
    line_index = models.CharField(max_length=64, blank=True, editable=False)
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
        permissions = [("key_in_signature", "Can key in signatures from paper")]
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
            models.CheckConstraint(
                condition=models.Q(method="paper", keyed_by__isnull=False)
                | models.Q(method="mail", keyed_by__isnull=True, sheet="", line_index=""),
                name="signature_on_paper_knows_who_keyed_it",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(state="confirmed"),
                name="signature_confirmed_order",
            ),
            models.Index(
                fields=["appeal", "line_index"],
                condition=models.Q(method="paper"),
                name="signature_line_on_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"Signature {self.pk}"

    @property
    def counted_as(self) -> str:
        """The column of the tally that this signature adds to."""
        return "on_paper" if self.method == self.Method.PAPER else "confirmed"
