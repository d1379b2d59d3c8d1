from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from campaigns.countries import country_choices
from campaigns.names import SearchKeyField


class Place(models.Model):
    """A town, a region, a prison that may be called differently at different times.

    `country` is the state that it belongs to as recognised; who rules it in fact is said in `de_facto`.
    """

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200, help_text="The name that we use.")
    country = models.CharField(max_length=2, choices=country_choices)
    de_facto = models.CharField(
        max_length=300, blank=True, help_text="Who ruled it in fact, and when, where that is not the state."
    )
    note = models.CharField(max_length=500, blank=True)
    cases = models.ManyToManyField(
        "campaigns.Case",
        blank=True,
        related_name="places",
        help_text="Whose pages name it, with its other names. Only where something that is shown speaks of it.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: date) -> str:
        """The name that it bore on this day as far as dated names tell, else the name that we use. One query."""
        for known in self.names.exclude(used_from=None, used_until=None):
            if (known.used_from or day) <= day <= (known.used_until or day):
                return known.name
        return self.name


class PlaceName(models.Model):
    """A spelling or a former name. Without dates it is a mere spelling."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place", "used_from", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_placename_dates_in_order",
                condition=Q(used_from__isnull=True)
                | Q(used_until__isnull=True)
                | Q(used_until__gte=F("used_from")),
            ),
            models.UniqueConstraint(
                fields=["place", "name", "used_from"],
                nulls_distinct=False,
                name="campaigns_placename_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.used_from and self.used_until and self.used_until < self.used_from:
            raise ValidationError({"used_until": "This is before the first day."})
