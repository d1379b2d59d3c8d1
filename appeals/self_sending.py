"""Count a letter that its signer sent themselves, from their mailbox or by post: told by them, counted apart from ours.

Somebody who did both has sent one letter, in two ways: the number moves with the first, and back with the last.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from appeals.models import Signature, Tally

MAIL, POST = "mail", "post"
# How it was sent: the column that knows when, and that of the other way.
_COLUMNS = {MAIL: ("self_sent_at", "self_posted_at"), POST: ("self_posted_at", "self_sent_at")}


@transaction.atomic
def note_sent(*, signature: Signature, by: str = MAIL, now: datetime) -> bool:
    """Return whether this press was noted: the second press, and the button in another window, are not."""
    column, other = _COLUMNS[by]
    mine = Signature.objects.filter(pk=signature.pk, state=Signature.State.CONFIRMED, **{column: None})
    # Two statements, because two windows may tell of both ways at once: the row itself says which of them was first.
    if mine.filter(**{other: None}).update(**{column: now}):
        Tally.objects.filter(appeal=signature.appeal_id).update(self_sent=F("self_sent") + 1)
        return True
    return bool(mine.update(**{column: now}))


@transaction.atomic
def take_back(*, signature: Signature, by: str = MAIL) -> bool:
    """ "I did not send it after all": the number goes back by the one that it grew by."""
    column, other = _COLUMNS[by]
    mine = Signature.objects.filter(pk=signature.pk, **{f"{column}__isnull": False})
    if mine.filter(**{other: None}).update(**{column: None}):
        Tally.objects.filter(appeal=signature.appeal_id).update(self_sent=F("self_sent") - 1)
        return True
    return bool(mine.update(**{column: None}))
