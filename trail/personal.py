"""The trail holds words as keyed hashes; why somebody did a thing stands beside it, and can be taken away (kit/personal.py)."""

import re

from django.db.models import QuerySet

from kit.personal import STAFF, Kept, Person, declare
from trail.models import Entry, Head, Reason

SHORT = 5  # letters; such a name stands in other words too


def _naming(person: Person) -> QuerySet:
    """Sealed words cannot be searched, so all are read: staff's reasons are few beside signatures."""
    names = "|".join(
        rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) < SHORT else "") for word in person.words
    )
    said = Reason.objects.values_list("pk", "words").iterator()
    found = [pk for pk, why in said if names and re.search(names, why, re.IGNORECASE)]
    return Reason.objects.filter(pk__in=found)


declare(
    Entry,
    Kept("by", whose=STAFF, until="stays: who answers for something is not forgotten"),
    plain="act thing changes reason_digest previous hash",
)
declare(Head, plain="hash")
declare(
    Reason,
    Kept(
        "words",
        whose=STAFF,
        until="stays with its entry; goes at an erasure where a name or an address stands in it",
        of=_naming,
        # Whole: of words that were changed check_trail would say that they are not what was written.
        whole_row=True,
    ),
)
