"""What is kept about supporters themselves (kit/personal.py). They go when no signature needs them any more."""

from datetime import datetime

from django.db.models import QuerySet

from kit.personal import SUPPORTER, Kept, Person, declare
from supporters.models import Consent, Supporter

NEEDED = "as long as a signature of theirs does, or they want updates"


def _without_signatures(now: datetime) -> QuerySet:
    """A signature lets go of its supporter when its own time has come (appeals/personal.py)."""
    return Supporter.objects.filter(signatures=None)


def _the(person: Person) -> QuerySet:
    return Supporter.objects.filter(pk=person.pk)


declare(
    Supporter,
    Kept(
        "email email_index mailbox_index language created_at",
        whose=SUPPORTER,
        until=NEEDED,
        over=_without_signatures,
        of=_the,
        whole_row=True,
    ),
)
declare(
    Consent,
    Kept(
        "purpose wording wording_version language asked_at given_at withdrawn_at",
        whose=SUPPORTER,
        until="goes with its supporter",
        of=lambda person: Consent.objects.filter(supporter=person.pk),
        whole_row=True,
    ),
)
