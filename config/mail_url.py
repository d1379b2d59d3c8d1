"""EMAIL_URL: where mail is handed over, and how the conversation is encrypted.

smtp://host:25                        in clear; with ?tls=True by STARTTLS (RFC 3207), with ?ssl=True from the first byte
submission://user:password@host:587   STARTTLS (RFC 6409)
smtps://user:password@host:465        TLS from the first byte (RFC 8314)
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import dj_email_url
from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "submission": 587, "smtps": 465}


def mail_server(url: str) -> dict[str, Any]:
    """Return what dj_email_url makes of it. Raise ImproperlyConfigured without the value, because it holds a password."""
    try:
        given = urlsplit(url)
        port = given.port or PORTS[given.scheme]
        asked = {name for name, values in parse_qs(given.query).items() if values[0] in dj_email_url.TRUTHY}
        if not given.hostname:
            raise ValueError("no host")
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL must be like submission://user:password@host:587, smtps://user:password@host:465 or smtp://host:25, with special characters percent-encoded."
        ) from error
    # The library reads smtps:// as STARTTLS, and ?ssl=False&tls=True as in clear, so both are said here.
    plain = dj_email_url.parse(urlunsplit(given._replace(scheme="smtp", query="")))
    starttls = given.scheme == "submission" or "tls" in asked
    implicit = given.scheme == "smtps" or "ssl" in asked
    if starttls and implicit:
        raise ImproperlyConfigured(
            "EMAIL_URL asks for both: tls=True and submission:// are STARTTLS, ssl=True and smtps:// are TLS from the first byte. Take one."
        )
    return {**plain, "EMAIL_PORT": port, "EMAIL_USE_TLS": starttls, "EMAIL_USE_SSL": implicit}
