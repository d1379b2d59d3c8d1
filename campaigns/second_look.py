"""What was changed of a case after it was published: it is marked until a second person has looked at it and agreed.

Claims have a review of their own, and vanish from pages and letters until it is done. The words of a case itself, and whom it is
about, stand on public pages at once: a mistake must be mended at once too. What nobody agreed to yet is known here.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from campaigns.models import Case
from campaigns.recording import note_who
from campaigns.safety import SHOWN_STATES
from kit.refusals import Refused
from kit.staff import who_else
from trail.recording import recorded

RIGHT = "campaigns.publish_case"
WORDS = ("title", "summary", "country", "campaign", "key", "slug", "do_no_harm")
PEOPLE = "people"
_OF_PEOPLE = (
    "beneficiary_id",
    "remembered",
    "beneficiary__name",
    "beneficiary__gender",
    "beneficiary__size",
    "beneficiary__is_unnamed",
    "beneficiary__aliases__name",
)


def words_of(case: Case) -> dict[str, str]:
    """{"title": …, "summary": …, …, "people": a digest}: names are kept in no second place that nobody would think of. Two queries."""
    people = sorted(map(repr, case.links.values_list(*_OF_PEOPLE)))
    return {**{name: str(getattr(case, name)) for name in WORDS}, PEOPLE: _digest(people)}


def seen(case: Case) -> str:
    """What a page has shown of the case, as a digest that it sends back with the button."""
    return _digest(words_of(case))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def shown_cases_of(people: QuerySet) -> QuerySet:
    return Case.objects.filter(state__in=SHOWN_STATES, beneficiaries__in=people).distinct()


@contextmanager
def watched(cases: QuerySet, *, changed_by: AbstractBaseUser) -> Iterator[None]:
    """Mark those of the published `cases` of which the block changes something. A few queries for each case.

    What the first of several changes has found stays: the second person sees all that is new since somebody agreed.
    """
    with transaction.atomic():
        # In the order of their keys, so that of two pages that are saved at once none waits for the other's lock.
        chosen = Case.objects.select_for_update().filter(pk__in=cases.values("pk"), state__in=SHOWN_STATES)
        before = {case.pk: words_of(case) for case in chosen.order_by("pk")}
        yield
        for case in Case.objects.filter(pk__in=before):
            now, as_read = words_of(case), case.as_read or before[case.pk]
            if now != before[case.pk]:
                note_who(case=case, changed_by=changed_by)
                # Put back as it was: nothing is left to agree to.
                Case.objects.filter(pk=case.pk).update(as_read=None if now == as_read else as_read)


def changes(case: Case) -> list[tuple[str, str, str]]:
    """What is new since a second person looked: [(field, before, now)]; of people only that, without words. No query where nothing is."""
    if case.as_read is None:
        return []
    now = words_of(case)
    new = [name for name in (*WORDS, PEOPLE) if case.as_read.get(name) != now[name]]
    return [
        (name, *(("", "") if name == PEOPLE else (case.as_read.get(name, ""), now[name]))) for name in new
    ]


@recorded
@transaction.atomic
def agree(*, case: Case, was_seen: str, by: AbstractBaseUser, now: datetime) -> None:
    """Somebody who did not change it has looked at it. `was_seen`: seen() of their page; of later changes they know nothing."""
    found = Case.objects.select_for_update().get(pk=case.pk)
    if found.as_read is None:
        raise Refused("Nothing of this case waits for a second look.")
    if found.changed_by_id == by.pk:
        raise Refused(f"You last changed this case. A second person has to agree. {who_else(RIGHT, but=by)}")
    if was_seen != seen(found):
        raise Refused("Somebody has changed this case meanwhile. Look at it again.")
    Case.objects.filter(pk=case.pk).update(as_read=None, agreed_by=by.pk, agreed_at=now)
    case.refresh_from_db()
