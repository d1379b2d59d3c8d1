from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models

from kit.staff import by_staff


class AppealQuerySet(models.QuerySet):
    def open(self, now: datetime) -> "AppealQuerySet":
        """Open to signers at `now`: the state says so and the act-before date has not passed."""
        return self.filter(state=Appeal.State.OPEN).filter(
            models.Q(act_before__isnull=True) | models.Q(act_before__gt=now)
        )


class Appeal(models.Model):
    """A public call on a case that people sign; each signature becomes a letter to a target."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        WON = "won", "Won"
        CLOSED = "closed", "Closed"
        ARCHIVED = "archived", "Archived"

    class EditedTexts(models.TextChoices):
        WAIT = "wait", "All wait for a person"
        FLAGGED = "flagged", "Only those with a doubt wait for a person"

    case = models.ForeignKey("campaigns.Case", on_delete=models.PROTECT, related_name="appeals")
    slug = models.SlugField(unique=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    represents = models.CharField(
        "state addressed",
        max_length=2,
        help_text="Two-letter code of the state whose mission in the signer's country gets the letter.",
    )
    fallback = models.ForeignKey(
        "campaigns.Target",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Office that gets the letter where the state has no mission for the signer's country.",
    )
    demands = models.ManyToManyField(
        "campaigns.Demand", through="appeals.AppealDemand", related_name="appeals"
    )
    calls = models.ManyToManyField(
        "campaigns.Call",
        blank=True,
        related_name="appeals",
        help_text="The documented calls that this appeal takes up.",
    )
    act_before = models.DateTimeField(
        null=True, blank=True, help_text="The appeal closes by itself at this moment."
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    asks_postal_address = models.BooleanField(
        default=False,
        help_text="Ask signers for their postal address: some offices answer, or accept, only letters that have one.",
    )
    adds_own_version = models.BooleanField(
        "add the signer's own version",
        default=False,
        help_text="Behind each letter a page has the same text in the language in which its signer read it, where that is another "
        "one and its text is approved.",
    )
    edited_texts = models.CharField(
        "letters with words of the signer",
        max_length=16,
        choices=EditedTexts,
        default=EditedTexts.WAIT,
        help_text="Letters without own words never wait.",
    )
    asks_challenge = models.BooleanField(
        "under attack",
        default=False,
        help_text="Every signer's browser has to calculate for a moment; signatures of those that run no scripts wait for a person.",
    )
    display_threshold = models.PositiveIntegerField(
        "count shown from",
        default=10,
        help_text="The page says how many have signed once there are this many. 0 says it from the start.",
    )
    picture = models.ImageField(
        upload_to="pictures",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
        help_text="JPEG, PNG or WebP. It is made smaller, and what the file says of camera and place is left out.",
    )
    picture_alt = models.CharField(
        "what the picture shows",
        max_length=300,
        blank=True,
        help_text="In English, for those who do not see it. One sentence.",
    )
    picture_credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who made it, and by which licence or permission it stands here.",
    )
    picture_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # Somebody has looked at what its first week would send (letters/simulating.py); asked for once, before it opens.
    simulated_at = models.DateTimeField(null=True, blank=True, editable=False)
    simulated_by = by_staff()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = by_staff()
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Empty when the clock closed it.
    closed_by = by_staff()
    closed_because = models.CharField(max_length=300, blank=True, editable=False)

    objects = AppealQuerySet.as_manager()

    class Meta:
        permissions = [("open_appeal", "Can open and close appeals")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(simulated_at=None, simulated_by=None)
                | models.Q(simulated_at__isnull=False, simulated_by__isnull=False),
                name="appeal_simulation_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", opened_at__isnull=True)
                | models.Q(~models.Q(state="draft"), opened_at__isnull=False, opened_by__isnull=False),
                name="appeal_open_knows_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "open"], closed_at__isnull=True)
                | models.Q(state__in=["won", "closed", "archived"], closed_at__isnull=False),
                name="appeal_closed_knows_when",
            ),
            models.CheckConstraint(
                condition=models.Q(picture="") | (~models.Q(picture_alt="") & ~models.Q(picture_credit="")),
                name="appeal_picture_has_words_and_credit",
                violation_error_message="A picture needs both: what it shows, and who made it.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def last_day(self) -> date | None:
        """The day before whose end one has to act, where the appeal lives; None without such a date."""
        return self.act_before.astimezone(ZoneInfo(self.time_zone)).date() if self.act_before else None

    def takes_signatures(self, now: datetime) -> bool:
        return self.state == self.State.OPEN and (self.act_before is None or now < self.act_before)


class AppealDemand(models.Model):
    """A demand in the order in which this appeal makes it."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="appeal_demands")
    demand = models.ForeignKey("campaigns.Demand", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]  # a numbered list has no other order
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="appealdemand_number_once"),
            models.UniqueConstraint(fields=["appeal", "demand"], name="appealdemand_demand_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.demand}"
