"""What signers change after they confirmed: their letter while it waits, and how the page names them at any time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from appeals import display, merging, reading_first
from appeals.models import Signature
from kit.refusals import Refused
from kit.wake import wake

# A letter may leave when the window ends; an edit that began before that has been committed by then.
MARGIN = timedelta(seconds=2)


def may_amend(signature: Signature, now: datetime) -> bool:
    """While the cooling window is open; and as long as words that were refused keep the letter from being made."""
    return signature.state == Signature.State.CONFIRMED and (
        (signature.cooling_until is not None and now < signature.cooling_until - MARGIN)
        or signature.moderation == Signature.Moderation.REFUSED
    )


@transaction.atomic
def amend(*, signature: Signature, name: str, town: str, own_words: str, now: datetime) -> bool:
    """Freeze the letter anew, under another reference; return False when nothing was changed.

    A reference names one wording for ever. So letters made under the old one are cancelled (letters/withdrawing.py),
    whatever they wait for, and the new one is made from what is frozen now. The cooling window does not begin anew.
    """
    if (name, town, own_words) == (signature.name, signature.town, signature.own_words):
        return False
    if not may_amend(signature, now):
        raise Refused(_("That is no longer possible. Below you see how things stand."))
    was = Signature.objects.select_related("appeal__case").get(pk=signature.pk)
    signature.name, signature.town, signature.own_words = name, town, own_words
    agreed = merging.amended(
        was.agreed, reference=merging.new_reference(), name=name, town=town, own_words=own_words
    )
    changed = Signature.objects.filter(
        Q(cooling_until__gt=now + MARGIN) | Q(moderation=Signature.Moderation.REFUSED),
        pk=was.pk,
        state=Signature.State.CONFIRMED,
        reference=signature.reference,  # two windows: the second one has not seen what the first one froze
    ).update(
        name=name,
        town=town,
        own_words=own_words,
        reference=agreed["reference"],
        agreed=agreed,
        agreed_digest=merging.digest(agreed),
        edited_at=now,
        **reading_first.columns(signature, was=was),
    )
    if not changed:
        raise Refused(_("That is no longer possible. Below you see how things stand."))
    wake("letters.freeze")
    return True


def show_as(*, signature: Signature, choice: str, language: str) -> None:
    """Name the signer on the page as they choose now, with the wording that they were shown."""
    Signature.objects.filter(pk=signature.pk, state=Signature.State.CONFIRMED).update(
        **display.columns(choice, language)
    )
