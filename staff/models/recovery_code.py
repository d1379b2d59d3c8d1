from django.conf import settings
from django.db import models


class RecoveryCode(models.Model):
    """One of the codes on paper for the day when telephone and keys are lost. Kept as a keyed hash, good once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.user}"
