"""What follows from bad news about a supporter's mailbox. Offices are another matter (letters/inboxes.py).

One soft bounce never stops anything: mailboxes are full for a day, servers break. A rule that refused a mail says
something about us and never stops a mailbox. The table below is the whole policy.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from outbox.models import Notice, Suppression

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Rule:
    """Suppress after so many different messages of this kind, on so many different days, within `within`."""

    kind: str
    messages: int
    days: int
    within: timedelta
    reason: str


RULES = (
    Rule("complaint", 1, 1, timedelta(days=365), "A complaint came from this mailbox."),
    Rule("hard", 1, 1, timedelta(days=90), "A mail server said that there is no such mailbox."),
    Rule(
        "soft", 3, 3, timedelta(days=60), "Three mails came back on three different days within two months."
    ),
)


@transaction.atomic
def heed(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Look at new notices about supporters; return how many mailboxes are newly suppressed. Six statements."""
    fresh = list(
        Notice.objects.unheeded()
        .to_supporters()
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .values_list("pk", "message__recipient_index")[:most]
    )
    if not fresh:
        return 0
    # Nobody is behind the index of a message that was forgotten.
    boxes = {index for _pk, index in fresh if index}
    known = set(Suppression.objects.filter(address_index__in=boxes).values_list("address_index", flat=True))
    verdicts = _judge(boxes - known, now)
    Suppression.objects.bulk_create(
        [
            Suppression(address_index=box, cause=rule.kind, reason=rule.reason, at=now)
            for box, rule in verdicts.items()
        ],
        ignore_conflicts=True,
    )
    Notice.objects.filter(pk__in=[pk for pk, _index in fresh]).update(heeded_at=now)
    return len(verdicts)


def _judge(boxes: set[str], now: datetime) -> dict[str, Rule]:
    """{mailbox index: the first rule that it fulfils}. One query."""
    told: dict[tuple[str, str], list[tuple[int, datetime]]] = defaultdict(list)
    rows = (
        Notice.objects.bad()
        .to_supporters()
        .filter(message__recipient_index__in=boxes, at__gt=now - max(rule.within for rule in RULES))
    )
    for box, kind, message, at in rows.values_list("message__recipient_index", "kind", "message_id", "at"):
        told[box, kind].append((message, at))
    found: dict[str, Rule] = {}
    for box in boxes:
        for rule in RULES:
            recent = [(message, at) for message, at in told[box, rule.kind] if at > now - rule.within]
            messages = {message for message, _at in recent}
            days = {at.date() for _message, at in recent}
            if len(messages) >= rule.messages and len(days) >= rule.days:
                found[box] = rule
                break
    return found
