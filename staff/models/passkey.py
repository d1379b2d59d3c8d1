from django.conf import settings
from django.db import models


class Passkey(models.Model):
    """A key that somebody's device or security stick holds for this address (WebAuthn); we keep its public half."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField(help_text="Attested credential data, as the browser gave it.")
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
