"""The mail as a named supporter would get it: found by the public reference of their letter, shown without naming them."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from appeals.models import Signature
from mailings import audience, mail
from mailings.models import Mailing
from mailings.unsubscribing import token_of
from outbox.kinds import Draft


@dataclass(frozen=True)
class SeenAs:
    """`draft` is None for somebody who does not get it. Its links are an example: theirs would act for them."""

    reference: str
    said: str
    draft: Draft | None = None


def seen_as(request: HttpRequest, mailing: Mailing, *, now: datetime) -> SeenAs | None:
    """None where nobody was asked for. Why somebody is left out says what they agreed to: only to who may see signatures."""
    reference = request.GET.get("as", "").strip().upper()[:16]
    if not reference:
        return None
    signature = (
        Signature.objects.filter(reference=reference, supporter__isnull=False)
        .select_related("supporter")
        .first()
    )
    if signature is None or signature.supporter is None:
        return SeenAs(reference, "There is no letter with this reference, or its signer is forgotten.")
    reason = audience.why_not(mailing, signature.supporter_id, now=now)
    if reason:
        may_know = request.user.has_perm("appeals.view_signature")
        return SeenAs(reference, f"They do not get it: {reason}." if may_know else "They do not get it.")
    texts = {
        text.language: text
        for text in mailing.texts.select_related("mailing__case__campaign", "mailing__appeal")
    }
    text = texts.get(signature.supporter.language) or texts.get("en") or next(iter(texts.values()), None)
    if text is None:
        return SeenAs(reference, "There is no text yet.")
    return SeenAs(reference, f"They get the text in {text.language}.", mail.draft(text, token=token_of(0)))
