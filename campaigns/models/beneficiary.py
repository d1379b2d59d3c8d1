from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from campaigns.countries import country_choices
from campaigns.models.held_back import HeldBack
from campaigns.names import SearchKeyField


class Beneficiary(HeldBack):
    """A prisoner (person: held, charged, released, dead, at risk) or a group of them."""

    class Kind(models.TextChoices):
        PRISONER = "prisoner"
        GROUP = "group"

    class Gender(models.TextChoices):
        FEMALE = "female"
        MALE = "male"
        UNKNOWN = "unknown"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PRISONER)
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    gender = models.CharField(max_length=7, choices=Gender, default=Gender.UNKNOWN)
    country = models.CharField(max_length=2, choices=country_choices)
    held_back = models.BooleanField(
        default=False, help_text="Not named in public: a relative at risk, a child."
    )
    is_unnamed = models.BooleanField(
        default=False, help_text="No source names this person: the name is a description. Never fill one in."
    )
    size = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many the group is, where a source says so."
    )
    size_note = models.CharField(max_length=200, blank=True, help_text="“at least”, “about”, who counted.")
    members = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="member_of")
    never_merge = models.CharField(
        max_length=300, blank=True, help_text="Namesakes that are other people: say how to tell them apart."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "beneficiaries"
        constraints = [
            *HeldBack.Meta.constraints,
            models.CheckConstraint(
                name="campaigns_beneficiary_kind_fits",
                condition=Q(kind="group", gender="unknown")
                | Q(kind="prisoner", size__isnull=True, size_note=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PrisonerManager(models.Manager):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind=Beneficiary.Kind.PRISONER)


class GroupManager(models.Manager):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind=Beneficiary.Kind.GROUP)


class Prisoner(Beneficiary):
    objects: ClassVar[Any] = PrisonerManager()

    class Meta:
        proxy = True


class Group(Beneficiary):
    objects: ClassVar[Any] = GroupManager()

    class Meta:
        proxy = True
