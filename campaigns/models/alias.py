from django.db import models

from campaigns.names import SearchKeyField


class Alias(models.Model):
    """Another spelling or script of a name, as a source writes it."""

    beneficiary = models.ForeignKey("campaigns.Beneficiary", on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    language = models.CharField(
        max_length=10, blank=True, help_text="Language code, if the spelling belongs to one."
    )
    script = models.CharField(max_length=4, blank=True, help_text="ISO 15924: Latn, Cyrl.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["beneficiary", "name"], name="campaigns_alias_once")]

    def __str__(self) -> str:
        return self.name
