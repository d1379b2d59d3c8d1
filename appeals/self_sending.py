"""Count a letter that its signer sent from their own mailbox: told by them, counted apart from what we sent, once."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from appeals.models import Signature, Tally


@transaction.atomic
def note_sent(*, signature: Signature, now: datetime) -> bool:
    """Return whether this press counted: the second press, and the button in another window, do not."""
    mine = Signature.objects.filter(pk=signature.pk, state=Signature.State.CONFIRMED, self_sent_at=None)
    if not mine.update(self_sent_at=now):
        return False
    Tally.objects.filter(appeal=signature.appeal_id).update(self_sent=F("self_sent") + 1)
    return True


@transaction.atomic
def take_back(*, signature: Signature) -> bool:
    """ "I did not send it after all": the number goes back by the one that it grew by."""
    if not Signature.objects.filter(pk=signature.pk, self_sent_at__isnull=False).update(self_sent_at=None):
        return False
    Tally.objects.filter(appeal=signature.appeal_id).update(self_sent=F("self_sent") - 1)
    return True
