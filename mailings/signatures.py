"""Which signatures make somebody a reader of a mailing."""

from datetime import datetime, time

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import make_aware

from appeals.models import Signature
from mailings.models import Mailing
from outbox.models import Message

STEPS = 4  # letters of one signature that are looked for: the first, and those after a change before it left


def signatures_for(mailing: Mailing) -> "QuerySet[Signature]":
    """Confirmed ones on what it is about, whoever they are of; of thanks those whose letter has left. No query.

    The mailing's case must be loaded where it reaches a campaign.
    """
    confirmed = Signature.objects.confirmed()
    match mailing.reaches:
        case Mailing.Reach.APPEAL:
            found = confirmed.filter(appeal=mailing.appeal_id)
        case Mailing.Reach.CASE:
            found = confirmed.filter(appeal__case=mailing.case_id)
        case _:
            found = confirmed.filter(appeal__case__campaign=mailing.case.campaign_id)
    return with_letter_gone(found) if mailing.kind == Mailing.Kind.THANKS else found


def that_fit(mailing: Mailing) -> "QuerySet[Signature]":
    """Those of the countries and days that were chosen. A day begins where staff read the clock."""
    found = signatures_for(mailing)
    if mailing.countries:
        found = found.filter(country__in=mailing.countries)
    if mailing.signed_since:
        found = found.filter(confirmed_at__gte=make_aware(datetime.combine(mailing.signed_since, time.min)))
    if mailing.signed_before:
        found = found.filter(confirmed_at__lt=make_aware(datetime.combine(mailing.signed_before, time.min)))
    return found


def with_letter_gone(signatures: "QuerySet[Signature]") -> "QuerySet[Signature]":
    """Those whose own letter the office's mail server has accepted; the key is that of letters/dispatching.py, which stands
    beside this room and not below it. Paper and collective letters have no message of their own here.
    """
    own, office = (Cast(OuterRef(name), CharField()) for name in ("pk", "target"))
    keys = [Concat(Value("letter:"), own, Value(":"), office, Value(f":{step}")) for step in range(STEPS)]
    gone = Message.objects.filter(key__in=keys, state=Message.State.SENT)
    return signatures.filter(Exists(gone), reference=F("letter_reference"))
