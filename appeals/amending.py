"""What signers change after they confirmed: their letter while it waits, and how the page names them at any time."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from appeals import display, merging, previewing, reading_first, wording
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
def amend(
    *,
    signature: Signature,
    name: str,
    town: str,
    own_words: str,
    postal: str,
    bricks: Collection[int],
    now: datetime,
) -> bool:
    """Freeze the letter anew, under another reference; return False when nothing was changed.

    A reference names one wording for ever. So letters made under the old one are cancelled (letters/withdrawing.py),
    whatever they wait for, and the new one is made from what is frozen now. The cooling window does not begin anew.
    """
    was = Signature.objects.select_related("appeal__case").get(pk=signature.pk)
    if not may_amend(was, now):
        raise Refused(_("That is no longer possible. Below you see how things stand."))
    agreed = merging.amended(
        was.agreed,
        name=name,
        town=town,
        own_words=own_words,
        postal=postal,
        bricks=_paragraphs(was, was.agreed, bricks),
        own_bricks=_paragraphs(was, was.agreed.get("own_version"), bricks),
    )
    if (agreed, name, town) == (was.agreed, was.name, was.town):
        return False
    agreed = merging.renamed(agreed)
    changed = Signature.objects.filter(
        Q(cooling_until__gt=now + MARGIN) | Q(moderation=Signature.Moderation.REFUSED),
        pk=was.pk,
        state=Signature.State.CONFIRMED,
        link_hash=was.link_hash,  # their signer has had all about them erased
        reference=signature.reference,  # two windows: the second one has not seen what the first one froze
    ).update(
        name=name,
        town=town,
        own_words=own_words,
        postal=postal,
        bricks=sorted(bricks),
        reference=agreed["reference"],
        agreed=agreed,
        agreed_digest=merging.digest(agreed),
        edited_at=now,
        **reading_first.after_edit(was, name=name, town=town, own_words=own_words),
    )
    if not changed:
        raise Refused(_("That is no longer possible. Below you see how things stand."))
    wake("letters.freeze")
    return True


def _paragraphs(was: Signature, letter: Mapping[str, Any] | None, numbers: Collection[int]) -> dict[int, str]:
    """A brick that the letter has keeps the words that were agreed to; another one comes as it is approved now.

    `letter`: what was agreed to, or its version in the signer's language, if it has one.
    """
    if letter is None:
        return {}
    there = merging.bricks_in(letter)
    if set(numbers) <= set(there):
        return {number: there[number] for number in numbers}
    text = previewing.approved_wordings(was.appeal).texts.get(letter["language"])
    offered = {brick.number: brick.paragraph for brick in wording.bricks_of(text)} if text else {}
    return {number: words for number, words in {**offered, **there}.items() if number in numbers}


def show_as(*, signature: Signature, choice: str, language: str) -> None:
    """Name the signer on the page as they choose now, with the wording that they were shown."""
    Signature.objects.filter(pk=signature.pk, state=Signature.State.CONFIRMED).update(
        **display.columns(choice, language)
    )
