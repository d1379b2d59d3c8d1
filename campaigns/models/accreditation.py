from django.db import models

from campaigns.countries import country_choices


class Accreditation(models.Model):
    """A country that a mission covers besides the one it lives in."""

    target = models.ForeignKey("campaigns.Target", on_delete=models.CASCADE, related_name="accreditations")
    country = models.CharField(max_length=2, choices=country_choices)

    class Meta:
        ordering = ["target", "country"]
        constraints = [
            models.UniqueConstraint(fields=["target", "country"], name="campaigns_accreditation_once")
        ]

    def __str__(self) -> str:
        return self.get_country_display()
