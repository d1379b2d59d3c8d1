"""Who had it already: the same news from another case, thanks for the same appeal, or has done what is asked."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from appeals.models import Signature
from mailings.models import Mailing
from mailings.post import prefix_of
from mailings.states import OUT
from outbox.models import Message
from supporters.models import Supporter


def told_already(mailing: Mailing) -> QuerySet[Any]:
    """Ids of those who had acted on another case when the same news was released there. Consent is not looked at again:
    who had none then, and gave one since, has been shown the news on the page.
    """
    if mailing.because_id is None:
        return Supporter.objects.none().values("pk")
    elsewhere = Mailing.objects.filter(
        because=mailing.because_id,
        case=OuterRef("appeal__case"),
        state__in=OUT,
        released_at__gte=OuterRef("confirmed_at"),
    ).exclude(pk=mailing.pk)
    earlier = elsewhere.filter(released_at__lt=mailing.released_at) if mailing.released_at else elsewhere
    told = Signature.objects.confirmed().filter(Exists(earlier), supporter__isnull=False)
    return told.values("supporter")


def got_thanks(mailing: Mailing) -> Q:
    """Who has a message of earlier thanks for this appeal. One query, for which mailings these were."""
    earlier = Mailing.objects.filter(
        kind=Mailing.Kind.THANKS, appeal=mailing.appeal_id, enqueued_at__isnull=False
    )
    numbers = list(earlier.exclude(pk=mailing.pk).values_list("pk", flat=True))
    if not numbers:
        return Q(pk__in=[])
    keys = [key_to(number, OuterRef("pk")) for number in numbers]
    return Q(Exists(Message.objects.filter(key__in=keys)))


def signed_already(mailing: Mailing) -> "QuerySet[Signature]":
    """Signatures on the mailing's own appeal, also those that still wait for their mailbox: they are reminded by appeals/."""
    waits = (Signature.State.PENDING, Signature.State.CONFIRMED)
    return Signature.objects.filter(appeal=mailing.appeal_id, state__in=waits)


def key_to(mailing_id: int, supporter: Any) -> Concat:
    """The key of the message of a mailing to a supporter, made by the database (mailings/post.py)."""
    return Concat(Value(prefix_of(mailing_id)), Cast(supporter, CharField()))
