from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PostageHint(models.Model):
    """What a signer's own post asks for a letter, as staff looked it up on a day. Shown to signers who post their letter.

    It is no part of the postage table of print batches: that one is about our post, this one about everybody's.
    """

    country = models.CharField(_("posted in"), max_length=2, help_text=_("Two letters: DE, GB …"))
    is_abroad = models.BooleanField(_("to another country"), default=False)
    grams = models.PositiveSmallIntegerField(_("up to grams"))
    product = models.CharField(
        _("what the post calls it"), max_length=60, help_text=_("In the words of that post: Standardbrief.")
    )
    price = models.DecimalField(_("price"), max_digits=7, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, help_text=_("EUR, GBP, PLN …"))
    as_of = models.DateField(_("looked up on"))

    class Meta:
        verbose_name = _("postage hint")
        verbose_name_plural = _("postage hints")
        ordering = ["country", "is_abroad", "grams"]
        constraints = [
            models.UniqueConstraint(fields=["country", "is_abroad", "grams"], name="postagehint_once"),
            models.CheckConstraint(
                name="postagehint_is_whole",
                condition=Q(grams__gt=0, price__gt=0) & ~Q(country="") & ~Q(product="") & ~Q(currency=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.product}"

    def clean(self) -> None:
        self.country, self.currency = self.country.upper(), self.currency.upper()
        if not (len(self.country) == 2 and self.country.isascii() and self.country.isalpha()):
            raise ValidationError({"country": "Two letters, as in ISO 3166: DE, GB …"})
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isalpha()):
            raise ValidationError({"currency": "Three letters, as in ISO 4217: EUR, GBP …"})
