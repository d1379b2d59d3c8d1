"""The trail holds words as keyed hashes; why somebody did a thing stands beside it, and can be taken away (kit/personal.py)."""

from django.db.models import QuerySet

from kit.personal import STAFF, SUPPORTER, Kept, Person, declare
from trail.models import Entry, Head, Reason


def _naming(person: Person) -> QuerySet:
    """Sealed words cannot be searched, so all are read: staff's reasons are few beside signatures."""
    words = [word.casefold() for word in person.words]
    said = Reason.objects.values_list("pk", "words")
    return Reason.objects.filter(
        pk__in=[pk for pk, why in said if any(word in why.casefold() for word in words)]
    )


declare(
    Entry,
    Kept("by", whose=STAFF, until="stays: who answers for something is not forgotten"),
    plain="act thing changes reason_digest previous hash",
)
declare(Head, plain="hash")
declare(
    Reason,
    Kept("words", whose=STAFF, until="stays with its entry"),
    Kept(
        "words",
        whose=SUPPORTER,
        until="a name or an address in it goes at an erasure",
        of=_naming,
        quotes=True,
    ),
)
