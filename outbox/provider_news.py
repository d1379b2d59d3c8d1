"""What mail providers tell by webhook becomes notices like all other news. django-anymail speaks one vocabulary for all of them.

A provider knows a message by the Message-ID that we gave it, or by a number of its own that it answered with when it took
the message. Either counts only together with the address that the message went to.
"""

from datetime import datetime
from typing import Any

from kit.mailboxes import mailbox_index
from outbox.bounce_kinds import failure_kind, status_in
from outbox.intake import take_in
from outbox.models import Message, Notice
from outbox.noting import News, note

Kind = Notice.Kind
# anymail.signals.EventType; what is left out (opened, clicked) we never ask a provider for.
_KINDS = {
    "deferred": Kind.DELAY,
    "delivered": Kind.PASSED_ON,
    "complained": Kind.COMPLAINT,
    "unsubscribed": Kind.COMPLAINT,
}
_FAILED = frozenset({"bounced", "rejected", "failed"})
# anymail.signals.RejectReason, where the receiving server's own words are missing.
_REASONS = {
    "invalid": Kind.HARD,
    "bounced": Kind.HARD,
    "spam": Kind.COMPLAINT,
    "unsubscribed": Kind.COMPLAINT,
    "blocked": Kind.POLICY,
}


def note_event(event: Any, *, provider: str, now: datetime) -> int:
    """`event` is an AnymailTrackingEvent. Return how many notices are new: 0 for one that was told before, or is about nothing."""
    message = _message(event.message_id or "", event.recipient or "")
    kind = _kind(event)
    if message is None or kind is None:
        return 0
    said = event.mta_response or event.description or ""
    told_as = event.event_id or f"{event.event_type}:{event.timestamp}"
    news = News(
        message=message.pk,
        key=f"webhook:{provider}:{message.pk}:{told_as}",
        kind=kind,
        source=Notice.Source.WEBHOOK,
        at=event.timestamp or now,
        enhanced=status_in(said),
        said=said,
        reporter=provider,
    )
    return note([news], now=now)


def take_in_event(event: Any, *, now: datetime) -> None:
    """`event` is an AnymailInboundEvent: a mail that came to an address of ours by way of the provider."""
    take_in(event.message.as_bytes(), came_through="webhook", now=now)


def _message(told: str, recipient: str) -> Message | None:
    """By the index of recipients, which is the one there is."""
    if not told or "@" not in recipient:
        return None
    rows = Message.objects.filter(recipient_index=mailbox_index(recipient))
    ours = rows.filter(message_id__in={told, f"<{told.strip('<>')}>"})
    return (ours | rows.filter(queue_id=told)).only("pk").order_by("-pk").first()


def _kind(event: Any) -> str | None:
    if event.event_type not in _FAILED:
        return _KINDS.get(event.event_type)
    words = event.mta_response or ""
    if status_in(words) or words[:1] in {"4", "5"}:
        return failure_kind(status_in(words), words)
    return _REASONS.get(event.reject_reason or "", Kind.SOFT)
