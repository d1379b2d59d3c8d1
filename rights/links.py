"""The link from a mail that opens everything we hold about somebody: for a day, and without a row that remembers it.

Stronger than the link to one signature, so it is shorter-lived and never stands on a page.
"""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from kit.encryption import ring

GOOD_FOR = timedelta(days=1)
# 128 bits of a keyed hash.
DIGITS = 32


def token_of(supporter_id: int, *, now: datetime) -> str:
    until = int((now + GOOD_FOR).timestamp()) // 60
    return f"{supporter_id}-{until}-{_proof(supporter_id, until)}"


def supporter_behind(token: str, *, now: datetime) -> int | None:
    """Return the id that a link was made for, or None when it is not ours or too old. No query: a guess costs nothing."""
    number, _dash, rest = token.partition("-")
    until, _dash, proof = rest.partition("-")
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in (number, until)):
        return None
    is_ours = hmac.compare_digest(proof.encode(), _proof(int(number), int(until)).encode())
    return int(number) if is_ours and now.timestamp() < int(until) * 60 else None


def link_of(supporter_id: int, *, now: datetime) -> str:
    """The whole address, in the language that is active."""
    return settings.OUTCRY_URL + reverse("your_data", args=[token_of(supporter_id, now=now)])


def _proof(supporter_id: int, until: int) -> str:
    return ring().index(f"{supporter_id} {until}", purpose="your data")[:DIGITS]
