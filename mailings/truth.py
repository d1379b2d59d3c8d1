"""Whether the news of a mailing may be told. Asked when it is released, and again when each message leaves."""

from collections.abc import Iterable

from campaigns import safety
from campaigns.models import StatusRecord
from campaigns.safety import SHOWN_STATES
from mailings.models import Mailing

TAKEN_BACK = "The news was taken back: its status record is gone."
NOT_PUBLISHED = "The case is not published."
NOT_READ = "Nobody has read the news against its source yet: mark the status record as reviewed."
HELD_BACK = "The news, or the person it is about, is held back from the public, or has no source."


def may_not_tell(mailings: Iterable[Mailing]) -> dict[int, str]:
    """Return {mailing.pk: reason} for those whose news must not be told. One query; case and news must be loaded."""
    rows = list(mailings)
    shown = set(
        safety.shown(StatusRecord.objects.filter(pk__in=[one.because_id for one in rows if one.because_id]))
        .order_by()
        .values_list("pk", flat=True)
    )
    reasons = {one.pk: _why(one) for one in rows if one.is_news and one.because_id not in shown}
    return reasons | {one.pk: NOT_PUBLISHED for one in rows if one.case.state not in SHOWN_STATES}


def _why(mailing: Mailing) -> str:
    if mailing.because is None:
        return TAKEN_BACK
    return HELD_BACK if mailing.because.is_reviewed else NOT_READ
