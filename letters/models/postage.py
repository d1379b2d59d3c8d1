from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.countries import country_choices


class PostageZone(models.Model):
    """Countries to which your own post asks the same. The zone without countries is for all others."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    countries = models.CharField(
        _("countries"),
        max_length=900,
        blank=True,
        help_text=_("Two-letter codes with blanks between: DE FR PL. Empty: everywhere else."),
    )
    currency = models.CharField(_("currency"), max_length=3, help_text=_("EUR, GBP, PLN …"))

    class Meta:
        verbose_name = _("postage zone")
        verbose_name_plural = _("postage zones")
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["countries"],
                condition=Q(countries=""),
                name="postagezone_one_for_all_others",
                violation_error_message=_("There is a zone for everywhere else already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        codes = self.countries.upper().split()
        if unknown := sorted(set(codes) - {code for code, _name in country_choices()}):
            raise ValidationError({"countries": f"Not a country's code: {' '.join(unknown)}."})
        for other in PostageZone.objects.exclude(pk=self.pk):
            if twice := sorted(set(codes) & set(other.countries.split())):
                raise ValidationError({"countries": f"In the zone {other} already: {' '.join(twice)}."})
        self.countries = " ".join(sorted(set(codes)))
        self.currency = self.currency.upper()


class PostageStep(models.Model):
    """What a letter of up to `sheets` sheets, with its envelope, costs to a zone."""

    zone = models.ForeignKey(PostageZone, on_delete=models.CASCADE, related_name="steps")
    sheets = models.PositiveSmallIntegerField(
        _("up to so many sheets"), help_text=_("An A4 sheet of 80 g/m² weighs 5 g, a DL envelope about 4 g.")
    )
    price = models.DecimalField(_("price"), max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = _("postage step")
        verbose_name_plural = _("postage steps")
        default_permissions = ()
        ordering = ["zone", "sheets"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "sheets"], name="postagestep_once"),
            models.CheckConstraint(name="postagestep_above_zero", condition=Q(sheets__gt=0, price__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.zone}, {self.sheets}"
