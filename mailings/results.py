"""What came of a mailing, as far as we may know: what servers answered, who left, who signed again. No mail is watched."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from appeals.models import Signature
from mailings.already import key_to
from mailings.models import Mailing
from mailings.post import KIND, messages_of, prefix_of
from outbox.models import Message, Notice
from supporters.models import Consent

WITHIN = timedelta(days=30)  # after the release; what comes later has other reasons


@dataclass(frozen=True)
class Results:
    """Numbers of people. `left` and `signed` count whoever did so after this mailing had left to them, for whatever reason."""

    sent: int
    bounced: int
    complained: int
    left: int
    signed: int


def results_of(mailing: Mailing) -> Results | None:
    """None before it is in the outbox. Five queries."""
    if mailing.enqueued_at is None or mailing.released_at is None:
        return None
    notices = Notice.objects.bad().filter(message__kind=KIND, message__key__startswith=prefix_of(mailing.pk))
    complaints = notices.filter(kind=Notice.Kind.COMPLAINT)
    came_back = notices.exclude(kind=Notice.Kind.COMPLAINT)
    until = mailing.released_at + WITHIN
    left = Consent.objects.filter(
        _sent(mailing, "withdrawn_at"),
        purpose=Consent.Purpose.UPDATES,
        withdrawn_at__range=(mailing.released_at, until),
    )
    signed = Signature.objects.confirmed().filter(
        _sent(mailing, "confirmed_at"), confirmed_at__range=(mailing.released_at, until)
    )
    return Results(
        sent=messages_of(mailing).filter(state=Message.State.SENT).count(),
        bounced=came_back.values("message").distinct().count(),
        complained=complaints.values("message").distinct().count(),
        left=left.values("supporter").distinct().count(),
        signed=signed.values("supporter").distinct().count(),
    )


def _sent(mailing: Mailing, moment: str) -> Exists:
    """That the row's supporter had been sent it by the `moment` of the row."""
    key = key_to(mailing.pk, OuterRef("supporter_id"))
    return Exists(Message.objects.filter(key=key, state=Message.State.SENT, sent_at__lte=OuterRef(moment)))
