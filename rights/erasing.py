"""Erase a supporter everywhere, at once and for good. What they made count stays counted; nobody can tell any more who it was."""

import secrets
from collections import Counter
from datetime import datetime

from django.db import transaction

from appeals.models import Signature
from kit.encryption import ring
from kit.refusals import Refused
from kit.wake import wake
from outbox import holding
from outbox.personal import to
from rights.emptying import empty, take_out
from rights.models import Receipt
from rights.people import person_of, rows_about
from supporters.models import Supporter

LIST = "rights.list_erasures"
REASON = "Its recipient was erased."
# Without letters and digits that are taken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def erase(*, supporter_id: int, now: datetime) -> Receipt:
    """All or nothing. Files go after the commit. Refused when they are gone already."""
    supporter = Supporter.objects.select_for_update().filter(pk=supporter_id).first()
    if supporter is None:
        raise Refused("Nothing is held about this person any more.")
    # Whoever freezes a letter, or changes one, at this moment waits or passes by.
    mine = list(Signature.objects.select_for_update(of=("self",)).filter(supporter=supporter).order_by("pk"))
    person, whose = person_of(supporter), hash_of(supporter.email_index)
    found = rows_about(person)
    waiting = to(person).unfinished()
    holding.cancel_all(waiting, reason=REASON, by=None, now=now)
    # What is on its way at this moment is told its end by the worker; it is not tried again.
    waiting.update(expires_at=now)
    Signature.objects.filter(pk__in=[one.pk for one in mine], state=Signature.State.PENDING).update(
        state=Signature.State.REJECTED
    )
    removed: Counter[str] = Counter()
    for one, kept, keys in found:
        if not keys:
            continue
        if kept.quotes:
            rows = take_out(one, kept, keys, words=person.words)
        else:
            rows = empty(one, kept, keys, now=now)
        removed[one.model._meta.label] = max(removed[one.model._meta.label], rows)
    wake(LIST)
    told = dict(sorted((+removed).items()))
    return Receipt.objects.create(number=_number(), at=now, removed=told, person_hash=whose)


def hash_of(email_index: str) -> str:
    """By what an erased person is known again: nobody without the key ring can tell whose it is."""
    return ring().index(email_index, purpose="erasure")


def _number() -> str:
    return "ER-" + "".join(secrets.choice(ALPHABET) for _ in range(12))
