"""What an API that speaks JSON:API (version 1.1) answers, and what its refusals mean for us."""

from decimal import Decimal, InvalidOperation
from typing import Any

from letters.providers.asking import Reply
from letters.providers.base import Money, ProviderError

MEDIA_TYPE = "application/vnd.api+json"


def checked(reply: Reply, *, sends: bool = False) -> Reply:
    """A good answer; else a ProviderError that says whether trying again helps."""
    if reply.is_good:
        return reply
    reason = f"The provider says {reply.status}{_reasons(reply)}."
    if reply.status == 429:  # RFC 6585 §4: refused before anything was done
        raise ProviderError(reason, wait=reply.retry_after or 60)
    if reply.status in {408, 409, 425} or reply.status >= 500:
        raise ProviderError(reason, in_doubt=sends, wait=reply.retry_after)
    raise ProviderError(reason, permanent=True)


def _reasons(reply: Reply) -> str:
    """Codes and titles of a JSON:API error. Not its `detail`, which may repeat what stands in the letter."""
    errors = reply.data().get("errors", [])
    errors = [errors] if isinstance(errors, dict) else errors
    found = (
        [str(one.get("title") or one.get("code") or "") for one in errors if isinstance(one, dict)]
        if isinstance(errors, list)
        else []
    )
    return "".join(f", {one}" for one in found[:3] if one)


def attributes(reply: Reply) -> dict[str, Any]:
    data = reply.data().get("data")
    found = data.get("attributes") if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def money(found: dict[str, Any], amount: str, currency: str) -> Money | None:
    code = str(found.get(currency, ""))
    try:
        value = Decimal(str(found[amount]))
    except (KeyError, InvalidOperation):
        return None
    return Money(value, code) if value.is_finite() and value > 0 and len(code) == 3 else None
