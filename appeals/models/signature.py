from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kit.sealed_fields import SealedJSONField, SealedTextField

# What has still to be done about letters: a confirmed signature without the one it names, or one left behind.
LETTER_DIFFERS = Q(state="confirmed") & ~Q(letter_reference=F("reference")) | ~Q(state="confirmed") & ~Q(
    letter_reference=""
)


class SignatureQuerySet(models.QuerySet):
    def confirmed(self) -> "SignatureQuerySet":
        return self.filter(state=Signature.State.CONFIRMED)

    def cooled(self, now: datetime) -> "SignatureQuerySet":
        """Confirmed, and the time to change one's mind is over."""
        return self.confirmed().filter(cooling_until__lte=now)

    def whose_letter_differs(self) -> "SignatureQuerySet":
        """Few, by an index of their own: a tick costs what has changed, not what was ever signed."""
        return self.filter(LETTER_DIFFERS)


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

    class Display(models.TextChoices):
        """How the page names a signer (appeals/recent.py); the wording that was chosen is kept beside it."""

        COUNT = "count", "Counted only"
        INITIALS = "initials", "Initials"
        NAME = "name", "Full name"
        NAME_TOWN = "name_town", "Name and town"

    class Moderation(models.TextChoices):
        """Whether a person has to read what the signer wrote. The signature counts meanwhile; its letter waits."""

        NONE = "none", "Nothing to read"
        WAITING = "waiting", "Waits for a person"
        PASSED = "passed", "Read and passed"
        REFUSED = "refused", "Read and refused"

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="signatures")
    supporter = models.ForeignKey(
        "supporters.Supporter", on_delete=models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    name = SealedTextField()
    town = SealedTextField()
    # Lines of the signer's own address, asked for only where the appeal needs it, and what they wrote themselves.
    postal = SealedTextField()
    own_words = SealedTextField()
    # Numbers of the optional paragraphs that were ticked: the same number is the same brick in every language.
    bricks = models.JSONField(default=list, blank=True)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=8)
    may_reply = models.BooleanField("the office may answer directly", default=False)
    wants_updates = models.BooleanField(default=False)
    display = models.CharField("shown on the page as", max_length=16, choices=Display, default=Display.COUNT)
    display_wording = models.CharField(max_length=300, blank=True, editable=False)
    display_version = models.CharField(max_length=16, blank=True, editable=False)
    created_at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=Method, default=Method.MAIL)
    source = models.CharField("came by", max_length=16, choices=Source, blank=True)
    # Only of signatures on paper (appeals/keying.py): who typed the line in, and a fingerprint of name and town.
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sheet = models.CharField(max_length=60, blank=True, help_text="Where the sheet is kept, and which it is.")
    line_index = models.CharField(max_length=64, blank=True, editable=False)
    # Every mail about this signature has the same link (appeals/links.py): its seed, and what finds the row by it.
    link_seed = models.CharField(max_length=32, blank=True, editable=False)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    moderation = models.CharField(max_length=16, choices=Moderation, default=Moderation.NONE)
    # One a line, for staff; noted when it is signed, asked about when it is confirmed.
    moderation_reasons = models.TextField("why a person has to read it", blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=300, blank=True, help_text="The signer reads this.")

    # Keyed hash of the network that it came from (kit/networks.py); empty after a week.
    network_index = models.CharField("network", max_length=32, blank=True, editable=False)
    # Which decision made it invalid, and what it was before: both are needed to take that back.
    invalidation = models.ForeignKey(
        "appeals.Invalidation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="signatures",
    )
    state_before = models.CharField(max_length=16, blank=True, editable=False)

    confirmed_at = models.DateTimeField(null=True, blank=True)
    cooling_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    # They told us that they sent the letter themselves, from their mailbox or by post: counted apart, once.
    self_sent_at = models.DateTimeField(null=True, blank=True)
    self_posted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=16, null=True, blank=True, unique=True)
    # The reference under which a letter was made and not stopped since; noted by the room of letters alone.
    letter_reference = models.CharField(max_length=16, blank=True, editable=False)
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
        permissions = [
            ("key_in_signature", "Can key in signatures from paper"),
            ("moderate_signature", "Can read and pass or refuse letters with own words"),
        ]
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
            models.CheckConstraint(
                condition=models.Q(display="count") | ~models.Q(display_wording=""),
                name="signature_shown_in_words_that_were_chosen",
            ),
            models.CheckConstraint(
                condition=models.Q(reminders=0) | models.Q(reminders__lte=2, reminded_at__isnull=False),
                name="signature_reminded_twice_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(moderation="none")
                    | models.Q(~models.Q(moderation_reasons=""), moderation="waiting"),
                    moderated_by__isnull=True,
                    moderated_at__isnull=True,
                    refused_because="",
                )
                | models.Q(
                    models.Q(moderation="passed", refused_because="")
                    | models.Q(~models.Q(refused_because=""), moderation="refused"),
                    moderated_by__isnull=False,
                    moderated_at__isnull=False,
                ),
                name="signature_moderation_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="invalidated",
                    invalidation__isnull=False,
                    state_before__in=["pending", "confirmed"],
                )
                | models.Q(~models.Q(state="invalidated"), invalidation__isnull=True, state_before=""),
                name="signature_invalidated_by_a_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["network_index"],
                condition=~models.Q(network_index=""),
                name="signature_network",
            ),
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
            models.Index(
                fields=["appeal", "-confirmed_at"],
                condition=models.Q(state="confirmed") & ~models.Q(display="count"),
                name="signature_shown_by_name",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending", reminders__lt=2),
                name="signature_to_remind",
            ),
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(moderation="waiting"),
                name="signature_to_read",
            ),
            models.Index(fields=["confirmed_at"], condition=LETTER_DIFFERS, name="signature_letter_differs"),
        ]

    def __str__(self) -> str:
        return self.reference or f"Signature {self.pk}"

    @property
    def may_be_read(self) -> bool:
        """Whether the letter may be handed on: nobody has still to read it, nor has refused it."""
        return self.moderation in {self.Moderation.NONE, self.Moderation.PASSED}

    @property
    def counted_as(self) -> str:
        """The column of the tally that this signature adds to."""
        return "on_paper" if self.method == self.Method.PAPER else "confirmed"
