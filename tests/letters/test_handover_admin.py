"""Handovers at the desk: the numbers before anything is decided; who has the right, and nobody else."""

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.models import Target
from letters.admin import handover as admin
from letters.models import Handover, HandoverLink
from tests import people
from tests.config.doors import in_role
from tests.letters.handing_over import LATER, WORDS, csv_of, decided, in_memory, made, many_sign
from tests.people import NOW

pytestmark = pytest.mark.django_db
CAST = [("Amara Okafor", "Leeds", "name"), ("Dana Nurlan", "", "count")]
ADD = "/admin/letters/handover/add/"


@pytest.fixture(autouse=True)
def _files(settings):
    in_memory(settings)


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def desk(client) -> Client:
    in_role(client, "dispatcher")
    return client


def typed(**changes):
    return {
        "target": Target.objects.get(host_country="GB").pk,
        "place": "London",
        "day": "2026-12-10",
        "by_whom": "Bread Campaign",
        "words": WORDS,
        **changes,
    }


def page(one: Handover, name: str = "change", *args: object) -> str:
    return reverse(f"admin:letters_handover_{name}", args=[one.pk, *args])


def test_the_numbers_stand_there_before_anything_is_decided(desk, appeal):
    many_sign(appeal, CAST)
    people.amara_confirms(appeal, email="cooling@example.org", now=NOW.replace(hour=12, minute=30))
    shown = desk.get(ADD, {"appeal": appeal.pk}).text

    assert "2 signatures would be handed over as of now." in shown
    assert "1 more is still within the time to change their mind" in shown
    assert "Signatures per week" in shown
    assert "<svg" in shown
    assert "Okafor" not in shown
    assert not Handover.objects.exists()


def test_decided_at_the_desk_it_is_fixed_and_logged(desk, appeal):
    many_sign(appeal, CAST)
    answer = desk.post(f"{ADD}?appeal={appeal.pk}&language=de", typed())
    one = Handover.objects.get()

    assert answer.url == page(one)
    assert (one.language, one.cut_off, one.made_by.username, one.signatures) == (
        "de",
        LATER,
        "the-dispatcher",
        2,
    )
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["2 signatures."]


def test_the_words_are_drafted_in_the_language_of_the_handover(desk, appeal, monkeypatch):
    many_sign(appeal, CAST)
    monkeypatch.setattr(admin, "first_words", lambda: f"Words in {get_language()}.")

    for language in ("en", "de"):
        shown = desk.get(ADD, {"appeal": appeal.pk, "language": language}).context["form"]
        assert shown["words"].value() == f"Words in {language}."


def test_what_does_not_fit_is_said_at_its_field(desk, appeal):
    many_sign(appeal, CAST)
    shown = desk.post(f"{ADD}?appeal={appeal.pk}", typed(place="東京")).context["form"]

    assert shown.errors == {"place": ["Our fonts cannot draw 東京."]}


def test_the_page_follows_it_from_waiting_to_made(desk, appeal):
    many_sign(appeal, CAST)
    one = decided(appeal)
    waiting = desk.get(page(one))
    made(one)
    done = desk.get(page(one))

    assert 'http-equiv="refresh"' in waiting.text
    assert "0 of 2 signatures" in waiting.text
    assert 'http-equiv="refresh"' not in done.text
    assert one.pdf_sha256 in done.text
    assert "no-store" in done.headers["Cache-Control"]


def test_files_are_handed_out_and_kept_by_nobody(desk, appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    pdf, csv = (desk.get(page(one, "file", ending)) for ending in ("pdf", "csv"))

    assert b"".join(csv.streaming_content).decode("utf-8-sig") == csv_of(one)
    assert next(iter(pdf.streaming_content))[:8] == b"%PDF-1.7"
    assert (
        pdf.headers["Content-Disposition"] == 'attachment; filename="handover-free-the-baker-2026-12-10.pdf"'
    )
    assert "no-store" in pdf.headers["Cache-Control"]
    assert desk.get(page(one, "file", "exe")).status_code == 302


def test_a_link_is_shown_in_one_answer_and_then_never(desk, appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    given = desk.post(page(one, "link"), {"for_whom": "Family committee", "days": "7"})
    address = given.context["given"].address

    assert address in given.text
    assert "no-store" in given.headers["Cache-Control"]
    assert desk.get(address.replace("http://127.0.0.1:8000", "")).status_code == 200
    again = desk.get(page(one)).text
    assert address not in again
    assert "Family committee" in again
    desk.post(page(one, "revoke", HandoverLink.objects.get().pk))
    assert desk.get(address.replace("http://127.0.0.1:8000", "")).status_code == 404
    assert "taken back 22 Nov 2026" in desk.get(page(one)).text


def test_stop_and_make_it_again_by_buttons(desk, appeal):
    many_sign(appeal, CAST)
    one = decided(appeal)
    desk.post(page(one, "press"), {"button": "stopped"})
    one.refresh_from_db()
    assert (one.state, one.reason) == ("stopped", "Stopped by the-dispatcher.")
    desk.post(page(one, "press"), {"button": "waiting"})
    assert made(one).state == "made"


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "partner"])
def test_who_has_not_the_right_opens_no_door(client, appeal, role):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    in_role(client, role)
    doors = [ADD, reverse("admin:letters_handover_changelist"), page(one), page(one, "file", "pdf")]

    assert [client.get(door).status_code for door in doors] == [403] * 4
    for door, said in (
        (page(one, "press"), {"button": "waiting"}),
        (page(one, "link"), {"for_whom": "me", "days": "7"}),
        (page(one, "revoke", 1), {}),
        (f"{ADD}?appeal={appeal.pk}", typed()),
    ):
        assert client.post(door, said).status_code == 403
    assert (Handover.objects.get().state, HandoverLink.objects.count()) == ("made", 0)


def test_a_stranger_is_asked_who_they_are(client, appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))

    assert [client.get(door).status_code for door in (page(one), page(one, "file", "pdf"))] == [302, 302]


def test_looking_changes_nothing(desk, appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    for name, *args in (("press",), ("link",), ("revoke", 1)):
        assert desk.get(page(one, name, *args)).status_code in {403, 404}
    assert Handover.objects.get().state == "made"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements(desk, appeal, count):
    many_sign(appeal, CAST)
    for number in range(count):
        decided(appeal, place=f"Town {number}")
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(reverse("admin:letters_handover_changelist")).status_code == 200

    assert len(seen) == 8
