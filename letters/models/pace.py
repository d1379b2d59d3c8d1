from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.staff import by_staff


class Pace(models.Model):
    """How fast letters go to a target, over all campaigns, and when its next turn is. One row a target.

    What is empty is as the directory or the settings say (letters/pacing.py). `next_at`, `day` and `given` are moved by
    letters/scheduling.py and letters/setting_pace.py only: the next turn, and how many turns the local `day` has had.
    """

    target = models.OneToOneField("campaigns.Target", on_delete=models.CASCADE, related_name="pace")
    letters_per_hour = models.PositiveIntegerField(
        _("letters an hour"),
        null=True,
        blank=True,
        help_text=_("Empty: as the directory or the settings say."),
    )
    letters_per_day = models.PositiveIntegerField(
        _("letters a day"), null=True, blank=True, help_text=_("Empty: as the settings say.")
    )
    hours = models.CharField(
        _("office hours"),
        max_length=13,
        blank=True,
        help_text=_("Like 9-17, on the working days of the place, or always. Empty: as the settings say."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Empty: by the country and town of the office."),
    )
    next_at = models.DateTimeField(_("next free turn"))
    day = models.DateField(_("day of the last turns"), null=True, blank=True, editable=False)
    given = models.PositiveIntegerField(_("turns of that day"), default=0, editable=False)
    changed_by = by_staff(_("changed by"))
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")
        permissions = [("set_pace", "Can set the pace of letters to an office")]
        constraints = [
            models.CheckConstraint(
                name="pace_above_zero",
                condition=(Q(letters_per_hour=None) | Q(letters_per_hour__gt=0))
                & (Q(letters_per_day=None) | Q(letters_per_day__gt=0)),
            ),
            models.CheckConstraint(name="pace_counts_a_day", condition=Q(day__isnull=False) | Q(given=0)),
            models.CheckConstraint(
                name="pace_changed_by_has_at", condition=Q(changed_by=None) | Q(changed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.target)
