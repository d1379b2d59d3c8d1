from django.db import models
from django.utils.translation import gettext_lazy as _


class DayCount(models.Model):
    """How many signed one appeal from one country on one day in UTC, counted on a clock (reports/counting_days.py).

    Nothing in it points at a person; what is published of it goes through letters/small_numbers.py. `confirmed` was
    confirmed by mail, `on_paper` keyed in from a sheet.
    """

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="day_counts")
    day = models.DateField(_("day"))
    country = models.CharField(_("country"), max_length=2)
    confirmed = models.PositiveIntegerField(_("confirmed"), default=0)
    on_paper = models.PositiveIntegerField(_("on paper"), default=0)

    class Meta:
        verbose_name = _("signatures of a day")
        verbose_name_plural = _("signatures by day")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["appeal", "day", "country"], name="daycount_once"),
        ]
        indexes = [models.Index(name="daycount_by_day", fields=["day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.country}: {self.confirmed + self.on_paper}"
