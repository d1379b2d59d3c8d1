"""Which network a request comes from: the unit of budgets. An address is used here and kept nowhere.

Proxies are counted from the right of X-Forwarded-For: each one we run appends who called it, and everything
left of that was typed by the caller. One line of a provider is an IPv4 /24 or an IPv6 /48 (RFC 6177).
All exits of Tor are one network, and so is everybody whose address we cannot know.
"""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kit.encryption import ring

UNKNOWN = "unknown"
TOR = "tor"
PREFIX = {4: 24, 6: 48}


def index_of(meta: Mapping[str, str]) -> str:
    """Return 32 hex digits for the network of a request (`request.META`): a keyed hash, useless without the key ring."""
    return ring().index(network(caller(meta)), purpose="network")[:32]


def caller(meta: Mapping[str, str]) -> str:
    """The address that called the outermost of our proxies; "" when the header is shorter than it must be."""
    trusted = settings.OUTCRY_TRUSTED_PROXIES
    if not trusted:
        return meta.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    # Shorter: somebody came past a proxy, and what stands there may be their own invention.
    return hops[-trusted] if len(hops) >= trusted else ""


def network(address: str) -> str:
    """`192.0.2.0/24`, `2001:db8:1::/48`, "tor" or "unknown"."""
    try:
        found = ipaddress.ip_address(_bare(address))
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if str(found) in _exits():
        return TOR
    return str(ipaddress.ip_network((found, PREFIX[found.version]), strict=False))


def _bare(address: str) -> str:
    """Without a port and a zone: `[2001:db8::1]:443`, `192.0.2.1:80`, `fe80::1%eth0`."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]


def _exits() -> frozenset[str]:
    path = settings.OUTCRY_TOR_EXITS
    if not path:
        return frozenset()
    try:
        return _read_exits(path, path.stat().st_mtime_ns)
    except OSError:
        # The list is a convenience; while it is being replaced, exits count as networks of their own.
        return frozenset()


@lru_cache(maxsize=1)
def _read_exits(path: Path, _written: int) -> frozenset[str]:
    lines = (line.split("#", 1)[0].strip() for line in path.read_text().splitlines())
    return frozenset(filter(None, lines))
