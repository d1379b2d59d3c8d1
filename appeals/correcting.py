"""Correct what is wrong about a signer, in all that they signed. What was agreed to, and sealed with its digest, stays as it was."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from appeals import display, reading_first
from appeals.models import Signature
from supporters import consent
from supporters.models import Consent, Supporter

MAY_CHANGE = ("name", "country", "display")


@transaction.atomic
def correct(
    *, supporter_id: int, changes: Mapping[str, str], mails_in: str, shown_in: str, now: datetime
) -> None:
    """`changes`: of MAY_CHANGE, only what is another than before. `mails_in`: the language of mails to them.
    `shown_in`: the language in which they read what a choice means. A new name is looked at like one in a letter.
    """
    Supporter.objects.filter(pk=supporter_id).update(language=mails_in)
    mine = Signature.objects.select_for_update(of=("self",)).filter(supporter=supporter_id)
    for signature in mine.select_related("appeal").order_by("pk"):
        columns: dict[str, object] = {"language": mails_in}
        if "country" in changes:
            columns["country"] = changes["country"]
        if "display" in changes:
            columns |= display.columns(changes["display"], shown_in)
        if "name" in changes:
            columns["name"] = changes["name"]
            columns |= reading_first.after_edit(
                signature, name=changes["name"], town=signature.town, own_words=signature.own_words
            )
        Signature.objects.filter(pk=signature.pk).update(**columns)


@transaction.atomic
def end_direct_answers(*, supporter_id: int, now: datetime) -> None:
    """The office may not answer them directly any more: letters that have not left go without their address (letters/mail.py)."""
    consent.live(Consent.Purpose.REPLY).filter(supporter=supporter_id).update(withdrawn_at=now)
    Signature.objects.filter(supporter=supporter_id).update(may_reply=False)
