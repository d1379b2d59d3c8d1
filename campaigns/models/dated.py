from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from campaigns.dates import Basis, Precision, date_words, read_date


class Dated(models.Model):
    """A date as far as it is known: the first and the last day that it can be, and how it is known.

    year, month and range have both ends, a day has two equal ones, `before` only the last, `after` only the first.
    """

    date_from = models.DateField(
        null=True, blank=True, help_text="The first day it can be. For a year or a month any day of it."
    )
    date_to = models.DateField(
        null=True, blank=True, help_text="The last day it can be. Filled in for a year, a month, a day."
    )
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.STATED)
    date_note = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dates_in_order",
                condition=Q(date_from__isnull=True)
                | Q(date_to__isnull=True)
                | Q(date_to__gte=F("date_from")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_precision_fits",
                condition=Q(precision="unknown", date_from__isnull=True, date_to__isnull=True)
                | Q(precision="before", date_from__isnull=True, date_to__isnull=False)
                | Q(precision="after", date_from__isnull=False, date_to__isnull=True)
                | Q(precision="day", date_from__isnull=False, date_to__isnull=False, date_to=F("date_from"))
                | Q(precision__in=["year", "month", "range"], date_from__isnull=False, date_to__isnull=False),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        first, last = self.date_from, self.date_to
        if self.precision in {Precision.YEAR, Precision.MONTH, Precision.DAY}:
            if first is None:
                raise ValidationError({"date_from": "Give a day of it, or choose another precision."})
            # Staff give any day of the month; the row keeps the month's ends.
            text = first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]
            self.date_from, self.date_to, _ = read_date(text)
        elif self.precision == Precision.RANGE and (first is None or last is None):
            raise ValidationError({"date_to": "A range needs both days."})
        elif self.precision == Precision.BEFORE and (first or not last):
            raise ValidationError({"date_to": "Give only the last day for a date that is before it."})
        elif self.precision == Precision.AFTER and (last or not first):
            raise ValidationError({"date_from": "Give only the first day for a date that is after it."})
        elif self.precision == Precision.UNKNOWN and (first or last):
            raise ValidationError({"precision": "Say how exact this date is."})
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ValidationError({"date_to": "This is before the first day."})

    @property
    def place_in_time(self) -> tuple[date, date]:
        """To sort by: the first day that it can be, then the last; what has no date at all stands at the end."""
        first, last = self.date_from, self.date_to
        return first or last or date.max, last or first or date.max

    @property
    def latest_day(self) -> date | None:
        return self.date_to or self.date_from

    def date_words(self, language: str = "en") -> str:
        return date_words(self.date_from, self.date_to, self.precision, language)
