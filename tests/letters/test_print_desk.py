"""Printing and marking at the desk: who may, what they are shown first, and what the pages cost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appeals import signing
from letters import batching, print_files, printing
from letters.models import Letter, MarkingLink, PaperMark, PostageZone, PrintBatch
from tests import people
from tests.config.doors import in_role
from tests.letters.printing_desk import ADD, LIST, ROWS, at, ready, said
from tests.letters.printing_world import made, quick_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


@pytest.fixture
def dana(client: Client, db) -> Client:
    """A dispatcher, and no superuser."""
    in_role(client, "dispatcher")
    return client


@pytest.fixture
def batch(appeal) -> PrintBatch:
    ready(appeal, 3)
    return made(now=timezone.now())


def test_dana_looks_first_and_prints_what_she_saw(appeal, dana):
    letters = ready(appeal, 2)
    page = dana.post(reverse(ADD), {"look": "1", "duplex": "on"})
    assert "2 letters to print, 2 pages" in page.text
    assert all(letter.reference in page.text for letter in letters)
    assert "Amara" not in page.text
    assert PrintBatch.objects.count() == 0
    page = dana.post(reverse(ADD), {"make": "1", "duplex": "on", "expected": "2"}, follow=True)
    batch = PrintBatch.objects.get()
    assert (batch.state, batch.rows.count(), batch.duplex, batch.made_by.username) == (
        "queued",
        2,
        True,
        "the-dispatcher",
    )
    assert "0 of 2 letters looked at" in page.text
    assert 'hx-trigger="every 1s"' in page.text


def test_the_look_says_who_is_left_out_and_why(appeal, dana):
    letters = ready(appeal, 3)
    signing.withdraw(signature=letters[0].signature, now=people.NOW)
    Letter.objects.filter(pk=letters[1].pk).update(state="held", reason="Wrong office?")
    page = dana.post(reverse(ADD), {"look": "1"}).text
    assert "1 letter to print, 1 page" in page
    for words in (
        "The signature was withdrawn.",
        "Wrong office?",
        letters[0].reference,
        letters[1].reference,
    ):
        assert words in page


def test_another_number_than_she_saw_is_not_printed(appeal, dana):
    ready(appeal, 2)
    page = dana.post(reverse(ADD), {"make": "1", "expected": "1"})
    assert "2 letters fit now, not 1 as before. Look at it again." in said(page)
    assert PrintBatch.objects.count() == 0


@pytest.mark.parametrize("expected", ["", "-1", "many", "9" * 40])
def test_a_number_that_is_none_prints_nothing(appeal, dana, expected):
    ready(appeal)
    assert dana.post(reverse(ADD), {"make": "1", "expected": expected}).status_code == 200
    assert PrintBatch.objects.count() == 0


def test_days_are_the_desk_s_own_and_the_last_one_is_included(appeal, dana):
    ready(appeal)
    day = people.NOW.date().isoformat()
    page = dana.post(reverse(ADD), {"look": "1", "confirmed_from": day, "confirmed_until": day})
    assert "1 letter to print" in page.text
    page = dana.post(reverse(ADD), {"look": "1", "confirmed_from": day, "confirmed_until": "2026-11-01"})
    assert "This day is before the first one." in page.text


def test_the_return_address_is_remembered_and_has_no_control_characters(appeal, dana):
    ready(appeal)
    PrintBatch.objects.create(made_by=people.dana(), made_at=people.NOW, return_address="Mill Lane 4\nLeeds")
    assert "Mill Lane 4\nLeeds" in dana.get(reverse(ADD)).text
    page = dana.post(reverse(ADD), {"look": "1", "return_address": "Mill \u202e Lane"})
    assert "letters to print" not in page.text


def test_the_bar_moves_until_the_files_are_there_and_then_the_page_comes_anew(appeal, dana):
    ready(appeal)
    dana.post(reverse(ADD), {"make": "1", "expected": "1"})
    batch = PrintBatch.objects.get()
    answer = dana.get(at("progress", batch))
    assert (answer.get("HX-Refresh"), "no-store" in answer["Cache-Control"]) == (None, True)
    assert '<progress value="0" max="2"' in answer.text
    with quick_sheets():
        while printing.carry_on():
            pass
    answer = dana.get(at("progress", batch))
    assert (answer["HX-Refresh"], "hx-get" in answer.text) == ("true", False)
    assert "Download letters (3 pages, " in dana.get(at("change", batch)).text


def test_she_stops_it_lets_it_go_on_and_gives_it_up(appeal, dana):
    ready(appeal)
    dana.post(reverse(ADD), {"make": "1", "expected": "1"})
    batch = PrintBatch.objects.get()
    for button, state in (
        ("stop", "stopped"),
        ("go_on", "queued"),
        ("stop", "stopped"),
        ("give_up", "given_up"),
    ):
        dana.post(at("press", batch), {"button": button})
        batch.refresh_from_db()
        assert batch.state == state
    page = dana.post(at("press", batch), {"button": "go_on"}, follow=True)
    assert said(page).endswith("This batch is given up.")


def test_the_file_is_handed_out_kept_by_nobody_and_noted(batch, dana):
    answer = dana.get(at("file", batch, "letters"))
    content = b"".join(answer.streaming_content)
    assert content == print_files.place(f"batch-{batch.pk}-letters.pdf").read_bytes()
    assert answer["Content-Disposition"] == f'attachment; filename="batch-{batch.pk}-letters.pdf"'
    assert (answer["Content-Type"], answer["Cache-Control"].split(", ")[0]) == ("application/pdf", "no-store")
    assert LogEntry.objects.get().get_change_message() == "Downloaded the letters."
    for kind in ("labels", "nonsense"):
        assert dana.get(at("file", batch, kind)).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(batch, dana):
    print_files.delete([batch.files.get().name])
    page = dana.get(at("file", batch, "letters"), follow=True)
    assert said(page) == "The file is not on this machine any more. Make the files again."


DOORS = ("change", "progress", "file", "press", "mark_one", "mark_destination", "undo_mark", "link", "revoke")


@pytest.mark.parametrize("door", DOORS)
def test_chidi_and_an_editor_without_the_right_open_nothing(batch, door):
    address = at(door, batch, *(["letters"] if door == "file" else []))
    data = {"button": "make_again", "to": "posted", "country": "GB", "day": "2099-01-01", "letter": "x"}
    stranger, editor, staff = Client(), Client(), Client()
    in_role(editor, "editor")
    staff.force_login(User.objects.create_user("chidi", is_staff=True))
    for client, status in ((stranger, 302), (editor, 403), (staff, 403)):
        assert client.get(address).status_code == status
        assert client.post(address, data).status_code == status
    for name in (ADD, LIST, ROWS, "admin:letters_postagezone_changelist"):
        assert editor.get(reverse(name)).status_code == 403
        assert editor.post(reverse(name), {"make": "1", "expected": "0"}).status_code == 403
    assert (MarkingLink.objects.count(), PaperMark.objects.count(), PrintBatch.objects.get().state) == (
        0,
        0,
        "made",
    )


def test_a_get_marks_and_makes_nothing(batch, dana):
    for door in DOORS[3:]:
        dana.get(at(door, batch), {"to": "posted", "country": "GB", "expected": "3", "day": "2099-01-01"})
    assert (PaperMark.objects.count(), MarkingLink.objects.count()) == (0, 0)


def test_the_postage_table_knows_each_country_once(dana):
    PostageZone.objects.create(name="Europe", countries="DE FR", currency="EUR")
    steps = {f"steps-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    add = reverse("admin:letters_postagezone_add")
    for countries, error in (
        ("fr PL", "In the zone Europe already: FR."),
        ("XX", "Not a country&#x27;s code: XX."),
    ):
        page = dana.post(add, {"name": "West", "countries": countries, "currency": "eur", **steps})
        assert error in page.text
    dana.post(add, {"name": "West", "countries": "pl gb pl", "currency": "eur", **steps})
    west = PostageZone.objects.get(name="West")
    assert (west.countries, west.currency) == ("GB PL", "EUR")
    dana.post(add, {"name": "World", "countries": "", "currency": "eur", **steps})
    page = dana.post(add, {"name": "Elsewhere", "countries": "", "currency": "eur", **steps})
    assert "There is a zone for everywhere else already." in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_s_page_costs_the_same_for_one_letter_and_for_three(
    appeal, dana, count, django_assert_num_queries
):
    ready(appeal, count)
    batch = made(now=timezone.now())
    address = at("change", batch)
    dana.get(address)  # content types are asked for once in a process
    with django_assert_num_queries(33):
        assert dana.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(appeal, dana, count, django_assert_num_queries):
    ready(appeal, count)
    for _number in range(count):
        made(now=timezone.now(), also_printed=True)
    for name, queries in ((LIST, 8), (ROWS, 9)):
        with django_assert_num_queries(queries):
            assert dana.get(reverse(name)).status_code == 200


def test_the_list_of_letters_leads_to_printing_for_those_who_may(appeal, dana):
    assert reverse(ADD) in dana.get(reverse("admin:letters_letter_changelist")).text


def test_made_again_while_nothing_is_made_is_refused(batch, dana):
    batching.make_again(batch=batch, by=people.dana(), now=timezone.now())
    page = dana.post(at("press", batch), {"button": "make_again"}, follow=True)
    assert said(page) == "This batch is waits for a worker."
