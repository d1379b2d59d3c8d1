from django.db import models


class Consent(models.Model):
    """What a supporter agreed to, in the very words that they were shown, and until when."""

    class Purpose(models.TextChoices):
        REPLY = "reply", "The office may answer me directly"
        UPDATES = "updates", "Tell me what happens next"

    supporter = models.ForeignKey("supporters.Supporter", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose)
    wording = models.TextField()
    wording_version = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    # Asked on a form anyone can fill in; given only when the mailbox's owner pressed the button.
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_once_per_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("asked_at")),
                name="consent_withdrawn_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.wording_version})"
