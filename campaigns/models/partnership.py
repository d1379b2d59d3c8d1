from django.conf import settings
from django.db import models


class Partnership(models.Model):
    """A campaign that somebody of a partner works on; without the right to see every campaign they see these alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partnerships")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="partnerships")

    class Meta:
        ordering = ["campaign__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "campaign"], name="campaigns_partnership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.campaign}"
