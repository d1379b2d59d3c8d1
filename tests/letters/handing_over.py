"""Handovers at every station, made with the verbs that staff and workers use."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from appeals import display
from appeals.models import Appeal, Signature, Tally
from letters import handover, handover_files, handover_making
from letters.models import Handover
from tests import people
from tests.people import NOW

LATER = NOW + timedelta(seconds=settings.OUTCRY_COOLING_SECONDS)
WORDS = "We hand over to you the signatures under this appeal.\n\nPlease answer us."


def many_sign(appeal: Appeal, names: list[tuple[str, str, str]], **columns: Any) -> list[Signature]:
    """(name, town, display) of each: copies of what Amara confirmed, a second apart, ten minutes before LATER is over."""
    first = people.amara_confirms(appeal, email="first@example.org")
    rows = []
    for number, (name, town, choice) in enumerate(names, start=1):
        copy = Signature.objects.get(pk=first.pk)
        copy.pk, copy._state.adding = None, True
        copy.name, copy.town, copy.supporter = name, town, None
        copy.reference, copy.link_hash = f"OC-{number:04}-TEST", ""
        copy.confirmed_at = NOW - timedelta(seconds=len(names) - number)
        for column, value in {**display.columns(choice, "en"), **columns}.items():
            setattr(copy, column, value)
        rows.append(copy)
    Signature.objects.filter(pk=first.pk).delete()
    found = Signature.objects.bulk_create(rows)
    Tally.objects.filter(appeal=appeal).update(confirmed=len(rows))
    return found


def decided(appeal: Appeal, *, now: Any = LATER, **changes: Any) -> Handover:
    asked = {
        "target": people.Target.objects.get(host_country="GB"),
        "language": "en",
        "place": "London",
        "day": date(2026, 12, 10),
        "by_whom": "Bread Campaign",
        "words": WORDS,
        "by": people.dana(),
        **changes,
    }
    return handover.decide(appeal=appeal, now=now, **asked)


def made(one: Handover, *, now: Any = LATER) -> Handover:
    while handover_making.make_one(now=now):
        pass
    one.refresh_from_db()
    return one


def pdf_of(one: Handover) -> bytes:
    return b"".join(handover_files.read(one.pdf))


def csv_of(one: Handover) -> str:
    return b"".join(handover_files.read(one.csv)).decode("utf-8-sig")


def in_memory(settings: Any) -> None:
    """Files that a test makes lie nowhere."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "prints": memory}
