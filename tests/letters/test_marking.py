"""Marked as posted, returned, answered: each letter counts once, whatever is pressed how often, and everything can be taken back."""

from datetime import date, timedelta

import pytest

from appeals import links, publishing, signing
from appeals.models import Tally
from campaigns.models import Contact, Target
from kit.refusals import Refused
from letters import freezing, marking_links, posted, pulling
from letters.marking import PullOut, Who, mark_destination, mark_one, reference_in, undo
from letters.models import Letter, MarkingLink, PaperMark, PrintBatch
from letters.place import Place, place
from letters.verifying import address_of
from tests import people
from tests.letters.factories import frozen_letters, ready_letters
from tests.letters.printing_world import AT, made, post, signed, two_destinations
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


@pytest.fixture
def batch(appeal) -> PrintBatch:
    ready_letters(appeal, 3)
    return made()


def dana() -> Who:
    return Who(by=people.dana())


def count() -> int:
    return Tally.objects.get().posted


def states(batch: PrintBatch) -> list[str]:
    return list(batch.rows.order_by("position").values_list("state", flat=True))


def test_posted_moves_the_count_once(batch):
    post(batch, 1)
    assert (count(), states(batch)) == (1, ["posted", "printed", "printed"])
    with pytest.raises(Refused, match="marked already"):
        post(batch, 1)
    assert count() == 1
    row = batch.rows.get(position=1)
    assert (row.posted_at, row.posted_mark.by, row.letter.posted_via) == (AT, people.dana(), "hand")


def test_taken_back_the_count_is_as_it_was(batch):
    mark = post(batch, 1)
    assert undo(mark=mark, now=AT) == 1
    assert (count(), states(batch)) == (0, ["printed"] * 3)
    assert batch.rows.get(position=1).letter.posted_at is None
    with pytest.raises(Refused, match="taken back already"):
        undo(mark=mark, now=AT)
    assert count() == 0
    post(batch, 1)
    assert count() == 1


def test_a_reprint_of_the_same_letter_never_counts_twice(batch):
    again = made(also_printed=True)
    first, second = post(batch, 1), post(again, 1)
    assert count() == 1
    undo(mark=first, now=AT)
    assert count() == 1  # the reprint is still posted
    undo(mark=second, now=AT)
    assert count() == 0


def test_what_the_provider_posted_is_not_taken_back_by_hand(batch):
    letter = batch.rows.get(position=1).letter
    posted.count_posted(letter=letter, via=Letter.PostedVia.PROVIDER, now=AT)
    mark = post(batch, 1)
    assert count() == 1
    undo(mark=mark, now=AT)
    assert count() == 1


def test_a_whole_destination_is_one_mark_and_one_undo():
    appeal = two_destinations()
    signed(appeal, "GB", "DE", "GB")
    freezing.freeze(now=NOW)
    batch = made()
    mark = mark_destination(batch=batch, country="GB", to="posted", expected=2, who=dana(), now=AT)
    assert (mark.letters, count(), states(batch)) == (2, 2, ["printed", "posted", "posted"])
    assert undo(mark=mark, now=AT) == 2
    assert (count(), states(batch)) == (0, ["printed"] * 3)


def test_another_number_than_was_seen_marks_nothing(batch):
    post(batch, 1)
    with pytest.raises(Refused, match="Look at the numbers again"):
        mark_destination(batch=batch, country="GB", to="posted", expected=3, who=dana(), now=AT)
    with pytest.raises(Refused, match="Look at the numbers again"):
        mark_destination(batch=batch, country="FR", to="posted", expected=0, who=dana(), now=AT)
    assert (count(), PaperMark.objects.count()) == (1, 1)


@pytest.mark.parametrize(("to", "time"), [("returned", "returned_at"), ("answered", "answered_at")])
def test_returned_and_answered_come_after_posted_and_change_no_count(batch, to, time):
    with pytest.raises(Refused, match="not marked as posted yet"):
        post(batch, 1, to=to)
    posted_mark = post(batch, 1)
    later = post(batch, 1, to=to, now=AT + timedelta(days=9))
    row = batch.rows.get(position=1)
    assert (row.state, row.posted_at, getattr(row, time), count()) == (to, AT, AT + timedelta(days=9), 1)
    with pytest.raises(Refused, match="marked further since then"):
        undo(mark=posted_mark, now=AT)
    posted_mark.refresh_from_db()
    assert posted_mark.undone_at is None
    undo(mark=later, now=AT)
    assert (states(batch)[0], count()) == ("posted", 1)
    undo(mark=posted_mark, now=AT)
    assert (states(batch)[0], count()) == ("printed", 0)


@pytest.mark.parametrize(
    "typed",
    [
        "OC-7F3K-92QD",
        " oc-7f3k-92qd\n",
        "7F3K92QD",
        "oc 7f3k 92qd",
        "HTTPS://OUTCRY.EXAMPLE/V/7F3K92QD/0123ABCD",
        "https://outcry.example/v/7F3K92QD/0123ABCD",
        "https://outcry.example/V/OC-7F3K-92QD/0123-ABCD",
    ],
)
def test_a_reference_is_understood_as_it_is_typed_or_scanned(typed):
    assert reference_in(typed) == "OC-7F3K-92QD"


def test_what_people_misread_is_read_as_it_was_meant():
    assert reference_in("oc-ol1o-9iqd") == "OC-0110-91QD"


@pytest.mark.parametrize(
    "typed", ["", "Amara", "OC-7F3K", "https://doc12345678.example/", "OC-7F3K-92QD-0000", "/V//"]
)
def test_what_is_no_reference_is_none(typed):
    assert reference_in(typed) == ""


def test_the_code_on_a_letter_leads_to_it(batch):
    letter = batch.rows.get(position=2).letter
    address = address_of(letter.reference, letter.digest)
    mark = mark_one(batch=batch, typed=address, to="posted", who=dana(), now=AT)
    assert (mark.reference, states(batch)[1]) == (letter.reference, "posted")


def test_another_batch_s_letter_is_refused_like_one_that_there_is_not(batch, appeal):
    people.amara_confirms(appeal, email="late@example.org")
    freezing.freeze(now=NOW)
    other = made()
    for typed in (other.rows.get().letter.reference, "OC-0000-0000", "nonsense"):
        with pytest.raises(Refused, match="is not in this batch"):
            mark_one(batch=batch, typed=typed, to="posted", who=dana(), now=AT)
    assert count() == 0


# What is to be pulled out of the pile


def pulls(batch: PrintBatch) -> list[tuple[str, str, str]]:
    return [(one.reference, one.kind, one.reason) for one in pulling.to_pull_out(batch, now=AT)]


def test_nothing_is_pulled_out_while_everything_is_as_it_was(batch):
    assert pulls(batch) == []


def test_a_signer_who_takes_it_back_has_the_letter_pulled_out(batch):
    letter = batch.rows.get(position=2).letter
    signing.withdraw(signature=letter.signature, now=NOW)
    assert pulls(batch) == [(letter.reference, "withdrawn", "The signature was withdrawn.")]
    with pytest.raises(PullOut, match="Pull this letter out: The signature was withdrawn"):
        post(batch, 2)
    mark = mark_destination(batch=batch, country="GB", to="posted", expected=2, who=dana(), now=AT)
    assert (mark.letters, states(batch)) == (2, ["posted", "printed", "posted"])
    mark_one(batch=batch, typed=letter.reference, to="posted", who=dana(), now=AT, anyway=True)
    assert (count(), pulls(batch)) == (3, [])  # it has left: nobody can pull it out


def test_a_held_letter_is_pulled_out_and_so_is_a_whole_appeal_that_is_stopped(batch, appeal):
    Letter.objects.filter(prints__position=3).update(state="held", reason="Wrong office?")
    assert [(kind, reason) for _r, kind, reason in pulls(batch)] == [("stopped", "Wrong office?")]
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=NOW)
    closed = "The appeal is closed."
    assert [reason for _r, _k, reason in pulls(batch)] == [closed, closed, "Wrong office?"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda: Target.objects.update(status="suspended"), "The office is closed or suspended."),
        (
            lambda: Contact.objects.filter(channel="post").update(health="failing"),
            "The office has no verified, working postal address.",
        ),
        (
            lambda: Contact.objects.filter(channel="post").update(
                city="Elsewhere", verified_on=date(2026, 11, 22)
            ),
            "The office's postal address was changed after the letter was signed.",
        ),
    ],
)
def test_letters_to_an_office_that_has_moved_are_pulled_out(batch, change, reason):
    change()
    assert [found for _r, _k, found in pulls(batch)] == [reason] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_asking_what_to_pull_out_costs_the_same_for_one_letter_and_for_three(
    appeal, number, django_assert_num_queries
):
    ready_letters(appeal, number)
    batch = made()
    Contact.objects.update(verified_on=date(2026, 11, 1))
    with django_assert_num_queries(19):
        assert pulling.to_pull_out(batch, now=AT) == []


# What Amara reads of it


def test_amara_reads_on_her_page_that_her_letter_was_posted():
    people.an_embassy(country="GB").contacts.filter(channel="email").delete()
    (letter,) = frozen_letters(people.an_open_appeal())
    batch = made()
    assert place(letter.signature, now=AT) == Place("parked")
    mark = post(batch, 1)
    assert place(letter.signature, now=AT) == Place("posted", posted_at=AT)
    undo(mark=mark, now=AT)
    assert place(letter.signature, now=AT) == Place("parked")


def test_her_page_says_it_in_words_beside_what_the_mail_does(batch, client):
    post(batch, 1)
    signature = batch.rows.get(position=1).letter.signature
    page = client.get(f"/en/signature/{links.token_of(signature.link_seed)}/").text
    assert "We printed your letter and posted it to the office on 22 November 2026." in page
    other = batch.rows.get(position=2).letter.signature
    assert (
        "We printed your letter" not in client.get(f"/en/signature/{links.token_of(other.link_seed)}/").text
    )


# Links


def test_a_link_works_until_the_end_of_its_day_and_only_its_hash_is_kept(batch):
    token = marking_links.make_link(batch=batch, day=date(2026, 11, 22), by=people.dana(), now=AT)
    link = MarkingLink.objects.get()
    assert token not in (link.token_hash, str(link.__dict__))
    assert marking_links.by_token(token, now=link.expires_at - timedelta(seconds=1)) == link
    assert marking_links.by_token(token, now=link.expires_at) is None
    assert link.expires_at.isoformat() == "2026-11-23T00:00:00+00:00"
    assert marking_links.by_token("guessed", now=AT) is None


def test_a_link_that_was_revoked_opens_nothing(batch):
    token = marking_links.make_link(batch=batch, day=date(2026, 11, 22), by=people.dana(), now=AT)
    link = marking_links.by_token(token, now=AT)
    marking_links.revoke(link=link, by=people.dana(), now=AT)
    assert marking_links.by_token(token, now=AT) is None
    with pytest.raises(Refused, match="revoked already"):
        marking_links.revoke(link=link, by=people.dana(), now=AT)


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 12, 24)])
def test_a_link_is_for_a_day_that_is_near(batch, day):
    with pytest.raises(Refused, match="within 31 days"):
        marking_links.make_link(batch=batch, day=day, by=people.dana(), now=AT)
