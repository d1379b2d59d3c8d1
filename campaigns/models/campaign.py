from django.db import models
from django.db.models import Q

from kit.staff import by_staff


class Campaign(models.Model):
    """Cases pursued together. `copy_email` gets a copy of each letter, so that we see what the office sees.

    While it is paused no letter and no update about its cases leaves (campaigns/pausing.py).
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    copy_email = models.EmailField(blank=True)
    paused_at = models.DateTimeField("paused since", null=True, blank=True, editable=False)
    paused_reason = models.CharField("why it is paused", max_length=300, blank=True, editable=False)
    paused_by = by_staff("paused by")

    class Meta:
        ordering = ["name"]
        permissions = [
            ("pause_campaign", "Can pause a campaign and let it go on"),
            ("every_campaign", "Can see every campaign; without it only those of which they are a partner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="campaigns_campaign_pause_is_whole",
                condition=Q(paused_at=None, paused_reason="", paused_by=None)
                | Q(paused_at__isnull=False) & ~Q(paused_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
