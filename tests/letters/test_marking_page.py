"""What helpers see on their phones: one batch, no names, for a day."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from appeals import links, signing
from appeals.models import Tally
from campaigns.models import Contact
from config.logs import WithoutSecrets
from letters import freezing, marking_links
from letters.models import Letter, MarkingLink, PaperMark, PrintBatch
from tests import people
from tests.letters.factories import ready_letters
from tests.letters.printing_world import AT, made, post, signed, two_destinations
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def batch(appeal) -> PrintBatch:
    ready_letters(appeal, 3)
    return made()


def page_of(batch: PrintBatch) -> str:
    token = marking_links.make_link(batch=batch, day=AT.date(), by=people.dana(), now=AT)
    return f"/en/marking/{token}/"


def reference(batch: PrintBatch, position: int = 1) -> str:
    return batch.rows.get(position=position).letter.reference


def test_a_helper_sees_destinations_and_no_names_and_gets_no_cookie(batch, client):
    answer = client.get(page_of(batch))
    assert answer.status_code == 200
    for words in ("United Kingdom", "0 of 3 posted", "Mark all 3 as posted", "until 23.11.2026, 00:00"):
        assert words in answer.text
    signers = [row.letter.frozen["signer"] for row in batch.rows.select_related("letter")]
    assert signers[0]["name"] == "Amara Okafor"
    assert [signer["name"] for signer in signers if signer["name"] in answer.text] == []
    assert "Leeds" not in answer.text
    assert (answer.cookies, "no-store" in answer["Cache-Control"]) == ({}, True)
    assert 'name="robots" content="noindex"' in answer.text


def test_one_letter_is_posted_and_the_newest_mark_stands_on_top(batch, client):
    page = page_of(batch)
    typed = {"letter": reference(batch).lower(), "to": "posted"}
    answer = client.post(f"{page}letter/", typed, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "1 of 3 posted" in answer.text
    assert Tally.objects.get().posted == 1
    mark = PaperMark.objects.get()
    assert (mark.by, mark.link, mark.reference) == (None, MarkingLink.objects.get(), reference(batch))
    answer = client.post(f"{page}letter/", {"letter": reference(batch), "to": "returned"}, follow=True)
    assert "returned: 1" in answer.text
    assert Tally.objects.get().posted == 1


def test_a_whole_destination_and_back_again():
    appeal = two_destinations()
    signed(appeal, "GB", "DE", "GB")
    freezing.freeze(now=NOW)
    batch, client = made(), Client()
    page = page_of(batch)
    data = {"country": "GB", "to": "posted", "expected": "2"}
    assert "2 of 3 posted" in client.post(f"{page}destination/", data, follow=True).text
    assert client.post(f"{page}destination/", data).status_code == 409
    mark = PaperMark.objects.get()
    assert "0 of 3 posted" in client.post(f"{page}undo/", {"mark": mark.pk}, follow=True).text
    assert Tally.objects.get().posted == 0


@pytest.mark.parametrize("door", ["letter/", "destination/", "undo/"])
def test_a_get_marks_nothing(batch, client, door):
    page = page_of(batch)
    data = {"letter": reference(batch), "country": "GB", "to": "posted", "expected": "3"}
    assert client.get(f"{page}{door}", data).status_code == 405
    assert client.get(page, data).status_code == 200
    assert PaperMark.objects.count() == 0


def test_after_the_day_after_a_revocation_and_without_a_token_there_is_nothing(batch, client):
    page = page_of(batch)
    link = MarkingLink.objects.get()
    typed = {"letter": reference(batch), "to": "posted"}
    with time_machine.travel(link.expires_at, tick=False):
        late = client.get(page)
        assert (late.status_code, client.post(f"{page}letter/", typed).status_code) == (404, 404)
    marking_links.revoke(link=link, by=people.dana(), now=AT)
    revoked, unknown = client.get(page), client.get("/en/marking/nonsense/")
    assert (revoked.status_code, revoked.text) == (404, late.text)
    assert (unknown.status_code, unknown.text) == (404, late.text)
    assert "Ask those who gave it to you for a new one." in unknown.text
    assert "no-store" in unknown["Cache-Control"]
    assert PaperMark.objects.count() == 0


def test_a_signer_s_link_opens_no_batch_and_a_batch_s_link_no_signature(batch, client):
    page = page_of(batch)
    token = page.split("/")[-2]
    assert client.get(f"/en/signature/{token}/").status_code == 404
    seed = batch.rows.get(position=1).letter.signature.link_seed
    assert client.get(f"/en/marking/{links.token_of(seed)}/").status_code == 404


def test_another_batch_s_letter_and_mark_are_not_reached(batch, appeal, client):
    people.amara_confirms(appeal, email="late@example.org")
    freezing.freeze(now=NOW)
    other = made()
    page = page_of(batch)
    answer = client.post(f"{page}letter/", {"letter": reference(other), "to": "posted"})
    assert (answer.status_code, "This letter is not in this batch." in answer.text) == (409, True)
    mark = post(other)
    client.post(f"{page}undo/", {"mark": mark.pk})
    mine = post(batch)  # by Dana, at the desk: not a helper's to take back
    client.post(f"{page}undo/", {"mark": mine.pk})
    assert Tally.objects.get().posted == 2


def test_a_letter_to_pull_out_is_shown_without_the_desk_s_words_and_takes_a_second_button(batch, client):
    page = page_of(batch)
    first, second = reference(batch, 1), reference(batch, 2)
    signing.withdraw(signature=batch.rows.get(position=1).letter.signature, now=AT)
    Letter.objects.filter(reference=second).update(state="held", reason="Her brother rang.")
    text = client.get(page).text
    assert "Pull these letters out" in text
    assert "Its signer has taken it back." in text
    assert "It has been stopped; the desk can tell you why." in text
    assert "Her brother rang" not in text
    assert "Mark 1 letter as posted" in text
    answer = client.post(f"{page}letter/", {"letter": first, "to": "posted"})
    assert (answer.status_code, f"Pull {first} out" in answer.text) == (409, True)
    assert Tally.objects.get().posted == 0
    client.post(f"{page}letter/", {"letter": first, "to": "posted", "anyway": "1"})
    assert Tally.objects.get().posted == 1


HOSTILE = ["<script>alert(1)</script>", "{{ 7|add:7 }}", "=1+1", "\x00", "x" * 5_000, "🤷", "' OR 1=1 --"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_a_letter_that_is_not_here(batch, client, typed):
    page = page_of(batch)
    answer = client.post(f"{page}letter/", {"letter": typed, "to": "posted"})
    assert (answer.status_code, "<script>alert" in answer.text) == (409, False)
    answer = client.post(f"{page}destination/", {"country": typed, "to": "posted", "expected": typed})
    assert answer.status_code == 409
    assert client.post(f"{page}undo/", {"mark": typed}).status_code == 302
    assert client.post(f"{page}letter/", {"letter": typed, "to": typed}).status_code == 400
    assert PaperMark.objects.count() == 0


def test_the_log_keeps_no_token(batch, client, caplog):
    page = page_of(batch)
    client.post(f"{page}letter/", {"letter": "none", "to": "posted"})
    told = [WithoutSecrets().format(record) for record in caplog.records if record.name == "django.request"]
    assert told == ["Conflict: /en/marking/…/letter/"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_letter_and_for_three(
    appeal, client, count, django_assert_num_queries
):
    ready_letters(appeal, count)
    batch = made()
    page = page_of(batch)
    Contact.objects.update(verified_on=date(2026, 11, 1))
    with django_assert_num_queries(22):
        assert client.get(page).status_code == 200
