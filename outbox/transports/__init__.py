"""How a parcel leaves: one file per way, chosen by name (setting OUTCRY_TRANSPORT, default smtp)."""

from collections.abc import Callable

from django.conf import settings

from outbox.transports.anymail import AnymailTransport
from outbox.transports.base import Transport
from outbox.transports.console import ConsoleTransport
from outbox.transports.folder import FolderTransport
from outbox.transports.smtp import SMTPTransport

TRANSPORTS: dict[str, Callable[[], Transport]] = {
    "smtp": SMTPTransport,
    "anymail": AnymailTransport,
    "folder": FolderTransport,
    "console": ConsoleTransport,
}


def open_transport() -> Transport:
    """Raise LookupError, with the names there are, when the setting names none of them, and ImproperlyConfigured."""
    name = settings.OUTCRY_TRANSPORT
    if name not in TRANSPORTS:
        raise LookupError(f"OUTCRY_TRANSPORT is {name!r}; it can be {', '.join(TRANSPORTS)}.")
    return TRANSPORTS[name]()
