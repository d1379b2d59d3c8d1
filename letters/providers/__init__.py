"""Who prints and posts letters for us: one file per provider, chosen by name (setting OUTCRY_POSTAL_PROVIDER)."""

from collections.abc import Callable

from django.conf import settings

from letters.providers.base import Provider
from letters.providers.folder import FolderProvider
from letters.providers.pingen import PingenProvider

PROVIDERS: dict[str, Callable[[], Provider]] = {"folder": FolderProvider, "pingen": PingenProvider}


def open_provider() -> Provider | None:
    """None while none is set. Raise LookupError, with the names there are, when the setting names none of them."""
    name = settings.OUTCRY_POSTAL_PROVIDER
    if not name:
        return None
    if name not in PROVIDERS:
        raise LookupError(f"OUTCRY_POSTAL_PROVIDER is {name!r}; it can be {', '.join(PROVIDERS)}.")
    return PROVIDERS[name]()
