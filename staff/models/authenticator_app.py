from django.conf import settings
from django.db import models

from kit.sealed_fields import SealedBytesField


class AuthenticatorApp(models.Model):
    """The app on somebody's telephone that shows a new code every half minute (TOTP, RFC 6238)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator_app"
    )
    secret = SealedBytesField()
    last_step = models.BigIntegerField(
        default=0, help_text="The half minute of the code that was used last: each is good for one login."
    )
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"authenticator app of {self.user}"
