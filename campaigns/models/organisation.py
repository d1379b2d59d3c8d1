from django.db import models

from campaigns.countries import country_choices
from campaigns.names import SearchKeyField


class Organisation(models.Model):
    """A union, a movement, a newspaper … that the sources name. What it may be written to is a target's business."""

    class Kind(models.TextChoices):
        HUMAN_RIGHTS = "human_rights", "human rights"
        CAMPAIGN = "campaign", "campaign or solidarity"
        UNION = "union", "independent union or federation"
        STATE_BODY = "state_body", "made by the state or the management"
        MOVEMENT = "movement"
        POLITICAL = "political", "party or political organisation"
        MEDIA = "media", "medium or channel"
        INSTITUTION = "institution", "international or public institution"
        FUND = "fund", "fund or foundation"
        OTHER = "other"

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    other_names = models.TextField(blank=True, help_text="Other spellings and former names, one per line.")
    other_search_key = SearchKeyField(of="other_names")
    kind = models.CharField(max_length=12, choices=Kind)
    country = models.CharField(
        max_length=2, choices=country_choices, blank=True, help_text="Empty: international, or not stated."
    )
    contacts = models.TextField(
        blank=True, help_text="As printed at the time, one per line. Nothing is ever sent to them."
    )
    never_merge = models.CharField(
        max_length=300, blank=True, help_text="Others that look alike: say how to tell them apart."
    )
    note = models.TextField(blank=True)
    cases = models.ManyToManyField("campaigns.Case", blank=True, related_name="organisations")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
