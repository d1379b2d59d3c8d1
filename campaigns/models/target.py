from django.db import models
from django.db.models import Q

from campaigns.countries import country_choices
from campaigns.models.target_querysets import TargetQuerySet
from campaigns.names import SearchKeyField
from campaigns.states import TargetStatus


class Target(models.Model):
    """An office that letters are addressed to. Offices only, no office-holders: they change.

    `represents` is the state it acts for, or empty for an international body. `languages`: codes, best first.
    """

    class Kind(models.TextChoices):
        EMBASSY = "embassy"
        CONSULATE = "consulate"
        PRESIDENCY = "presidency"
        GOVERNMENT = "government"
        FOREIGN_MINISTRY = "foreign_ministry", "ministry of foreign affairs"
        MINISTRY = "ministry"
        PROSECUTOR = "prosecutor"
        COURT = "court"
        PRISON = "prison", "prison or prison service"
        POLICE = "police", "police or security service"
        PARLIAMENT = "parliament"
        REGIONAL = "regional", "regional or local authority"
        OMBUDSMAN = "ombudsman"
        INTERNATIONAL = "international", "international body"
        COMPANY = "company"
        DE_FACTO = "de_facto", "de facto authority, not a state"
        OTHER = "other"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    name_local = models.CharField(max_length=200, blank=True, help_text="As it is written on the envelope.")
    represents = models.CharField(max_length=2, choices=country_choices, blank=True)
    host_country = models.CharField(max_length=2, choices=country_choices, blank=True)
    city = models.CharField(max_length=100, blank=True)
    languages = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=9, choices=TargetStatus, default=TargetStatus.OPEN)
    website = models.URLField(max_length=300, blank=True)
    phone = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    source_note = models.TextField(blank=True, help_text="Where this entry comes from.")
    as_of = models.CharField(
        max_length=10, blank=True, help_text="2024, 2024-04 or 2024-04-30; empty if not known."
    )
    letters_per_hour = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: the general pace."
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_target_embassy_is_somewhere",
                condition=~Q(kind__in=["embassy", "consulate"]) | (~Q(represents="") & ~Q(host_country="")),
            ),
            models.CheckConstraint(
                name="campaigns_target_pace_above_zero",
                condition=Q(letters_per_hour__isnull=True) | Q(letters_per_hour__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name
