"""What `manage.py check` and a worker's start ask about mail, so that it does not show at the first letter."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from outbox.dkim_signatures import signer
from outbox.transports import open_transport


@register(Tags.security)
def dkim_can_sign(**_: Any) -> list[CheckMessage]:
    try:
        signer()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="outcry.E005")]
    return []


@register(Tags.security)
def transport_can_be_opened(**_: Any) -> list[CheckMessage]:
    try:
        open_transport().close()
    except (LookupError, ImproperlyConfigured) as error:
        return [Error(str(error).splitlines()[0], id="outcry.E006")]
    return []


@register(Tags.security, deploy=True)
def passwords_travel_encrypted(**_: Any) -> list[CheckMessage]:
    is_secret = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    is_here = settings.EMAIL_HOST in {"127.0.0.1", "localhost", "::1"}
    if settings.OUTCRY_TRANSPORT != "smtp" or is_secret or is_here:
        return []
    return [
        Error(
            f"Mail travels to {settings.EMAIL_HOST} in clear, with names, and with the password where there is one.",
            hint="Use submission:// or smtps:// in EMAIL_URL.",
            id="outcry.E007",
        )
    ]
