"""Marking at the desk: after a look at the number, with a second button where a letter may not leave."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appeals import signing
from appeals.models import Tally
from letters import marking_links
from letters.models import MarkingLink, PaperMark, PrintBatch
from tests import people
from tests.config.doors import in_role
from tests.letters.printing_desk import ROWS, at, ready, said
from tests.letters.printing_world import made

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


def test_a_destination_is_marked_after_a_look_at_the_number(batch, dana):
    page = dana.post(at("mark_destination", batch), {"to": "posted", "country": "GB"})
    assert "Mark 3 letters to United Kingdom as posted?" in page.text
    assert (PaperMark.objects.count(), Tally.objects.get().posted) == (0, 0)
    asked = {"to": "posted", "country": "GB", "expected": "3"}
    page = dana.post(at("mark_destination", batch), asked, follow=True)
    assert "3 letters to United Kingdom: posted" in said(page)
    assert Tally.objects.get().posted == 3
    mark = PaperMark.objects.get()
    page = dana.post(at("undo_mark", batch), {"mark": mark.pk}, follow=True)
    assert (said(page), Tally.objects.get().posted) == ("Taken back: 3 letters.", 0)


def test_a_letter_to_pull_out_takes_a_second_button(batch, dana):
    letter = batch.rows.get(position=1).letter
    signing.withdraw(signature=letter.signature, now=timezone.now())
    assert letter.reference in dana.get(at("change", batch)).text
    page = dana.post(at("mark_one", batch), {"letter": letter.reference, "to": "posted"})
    assert "It may not be posted any more: The signature was withdrawn." in page.text
    assert Tally.objects.get().posted == 0
    second = {"letter": letter.reference, "to": "posted", "anyway": "1"}
    page = dana.post(at("mark_one", batch), second, follow=True)
    assert (said(page), Tally.objects.get().posted) == (f"{letter.reference}: posted", 1)


@pytest.mark.parametrize("data", [{}, {"to": "printed"}, {"to": "left_out"}])
def test_only_the_three_marks_can_be_made(batch, dana, data):
    answer = dana.post(at("mark_destination", batch), {"country": "GB", **data})
    assert answer.status_code == 400


def test_a_link_is_shown_once_with_its_code_and_can_be_revoked(batch, dana):
    day = timezone.localdate().isoformat()
    answer = dana.post(at("link", batch), {"day": day})
    token = answer.context["address"].rsplit("/", 2)[1]
    link = marking_links.by_token(token, now=timezone.now())
    assert link == MarkingLink.objects.get()
    assert ("<svg" in answer.text, "no-store" in answer["Cache-Control"]) == (True, True)
    assert token not in dana.get(at("change", batch)).text
    assert token not in str(list(LogEntry.objects.values_list("change_message", flat=True)))
    dana.post(at("revoke", batch), {"link": link.pk})
    assert marking_links.by_token(token, now=timezone.now()) is None


@pytest.mark.parametrize("day", ["", "tomorrow", "2020-01-01", "2999-01-01"])
def test_a_day_that_is_none_makes_no_link(batch, dana, day):
    dana.post(at("link", batch), {"day": day})
    assert MarkingLink.objects.count() == 0


def test_chosen_letters_are_marked_after_a_look_at_the_number(batch, dana):
    rows = list(batch.rows.filter(position__lte=2).values_list("pk", flat=True))
    data = {"action": "mark_posted", "_selected_action": rows}
    page = dana.post(reverse(ROWS), data)
    assert "Mark 2 letters of those chosen as posted?" in page.text
    assert Tally.objects.get().posted == 0
    page = dana.post(reverse(ROWS), {**data, "expected": "2"}, follow=True)
    assert ("2 letters of those chosen: posted" in said(page), Tally.objects.get().posted) == (True, 2)
    page = dana.post(reverse(ROWS), data, follow=True)
    assert said(page) == "No letter of those chosen can be marked as posted now."


def test_another_batch_s_mark_or_link_is_not_reached_through_this_one(batch, appeal, dana):
    people.amara_confirms(appeal, email="late@example.org")
    other = PrintBatch.objects.create(made_by=people.dana(), made_at=people.NOW)
    dana.post(at("mark_destination", batch), {"to": "posted", "country": "GB", "expected": "3"})
    mark = PaperMark.objects.get()
    assert dana.post(at("undo_mark", other), {"mark": mark.pk}).status_code == 404
    assert Tally.objects.get().posted == 3


@pytest.mark.parametrize("country", ["\x00", "gb", "GBR", "<b"])
def test_a_destination_that_is_none_marks_nothing(batch, dana, country):
    page = dana.post(at("mark_destination", batch), {"to": "posted", "country": country}, follow=True)
    assert said(page) == "Somebody has marked some of them meanwhile. Look at the numbers again."
    assert PaperMark.objects.count() == 0
