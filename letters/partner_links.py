"""What all links for partners have in common: shown once, good for some days, taken back at any time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kit.refusals import Refused
from kit.tokens import hash_token, new_token
from letters.models.partner_link import PartnerLink

DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Given:
    """`address` is nowhere else: whoever loses it gets a new link."""

    link: Any
    address: str


def new_columns(
    *, for_whom: str, days: int, purpose: str, given_by: Any, now: datetime
) -> tuple[str, dict[str, Any]]:
    """Return the token and the columns of a new row. Raise Refused for nobody, and for another number of days."""
    if not for_whom.strip():
        raise Refused("Say who gets the link: the next person on duty will ask.", field="for_whom")
    if days not in DAYS:
        raise Refused("Choose one of the offered numbers of days.", field="days")
    token = new_token()
    return token, {
        "for_whom": for_whom.strip()[:200],
        "token_hash": hash_token(token, purpose=purpose),
        "given_by": given_by,
        "given_at": now,
        "expires_at": now + timedelta(days=days),
    }


def end(link: PartnerLink, *, revoked_by: Any, now: datetime) -> None:
    """Two at once: the guarded update ends it once, and the other one is told so."""
    rows = type(link)._default_manager.filter(pk=link.pk, revoked_at=None)
    if not rows.update(revoked_at=now, revoked_by=revoked_by):
        raise Refused("This link has been taken back already.")
