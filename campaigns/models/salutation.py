from django.db import models


class Salutation(models.Model):
    """How a letter in one language begins, without the comma."""

    target = models.ForeignKey("campaigns.Target", on_delete=models.CASCADE, related_name="salutations")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=100)

    class Meta:
        ordering = ["target", "language"]
        constraints = [
            models.UniqueConstraint(fields=["target", "language"], name="campaigns_salutation_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"
