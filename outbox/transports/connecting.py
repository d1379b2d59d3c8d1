"""Open a connection to the mail server of the settings: TLS, greeting, log-in."""

import smtplib
import ssl
from collections.abc import Callable

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from outbox.transports.limited import LimitedSMTP, LimitedSMTPOverTLS


def place() -> tuple[str, int]:
    return settings.EMAIL_HOST, settings.EMAIL_PORT


def connected(left: Callable[[], float]) -> LimitedSMTP:
    """`left` as LimitedSMTP wants it. Raise SMTPException or OSError; then nothing is open."""
    name = DNS_NAME.get_fqdn()
    if settings.EMAIL_USE_SSL:
        trust = ssl.create_default_context()
        server: LimitedSMTP = LimitedSMTPOverTLS(*place(), left=left, local_hostname=name, context=trust)
    else:
        server = LimitedSMTP(*place(), left=left, local_hostname=name)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except UnicodeError:
        server.close()
        raise smtplib.SMTPException("Name and password in EMAIL_URL can hold ASCII only") from None
    except BaseException:
        server.close()
        raise
    return server
