"""The files of a print batch: order, cover, separators, padding; the same bytes; gone on with after a crash."""

import subprocess
from decimal import Decimal

import pytest

from campaigns.models import Contact
from letters import batching, freezing, holding, print_files, printing
from letters.batching import Looks
from letters.binding import PrintFile
from letters.models import Letter, PrintBatch
from letters.rendering import RenderError
from tests import people
from tests.letters.factories import frozen_letters
from tests.letters.printing_world import (
    AT,
    carry_on,
    chosen,
    content,
    made,
    postage,
    quick_sheets,
    read,
    ready_letters,
    rows,
    signed,
    two_destinations,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


def test_letters_lie_by_destination_postage_class_office_and_reference():
    appeal = two_destinations()
    signed(appeal, "GB", "DE", "GB", "DE")
    freezing.freeze(now=AT)
    postage()
    british = sorted(Letter.objects.filter(target__host_country="GB").values_list("reference", flat=True))
    german = sorted(Letter.objects.filter(target__host_country="DE").values_list("reference", flat=True))
    batch = made(pages={british[0]: 4}, looks=Looks(duplex=True))
    lying = batch.rows.order_by("position").values_list("letter__reference", "country", "step", "price")
    assert list(lying) == [
        (german[0], "DE", 1, Decimal("2.80")),
        (german[1], "DE", 1, Decimal("2.80")),
        (british[1], "GB", 1, Decimal("0.85")),
        (british[0], "GB", 3, Decimal("1.55")),
    ]
    assert (batch.state, batch.tries, batch.claimed_until) == ("made", 0, None)


def test_on_both_sides_every_letter_and_every_sheet_of_ours_begins_on_a_front():
    appeal = two_destinations()
    signed(appeal, "GB", "DE")
    freezing.freeze(now=AT)
    # Cover, blank; Germany, blank, letter, blank; Britain, blank, letter.
    assert len(read(made(looks=Looks(duplex=True))).pages) == 9
    assert len(read(made(looks=Looks(duplex=False), also_printed=True)).pages) == 5


def test_the_same_batch_gives_the_same_bytes_until_its_cover_says_that_it_was_printed_before(appeal):
    ready_letters(appeal)
    first, second = chosen(), None
    carry_on()
    second = content(first)
    PrintBatch.objects.update(state="queued", looked=0, finished_at=None)
    print_files.forget(first)
    first.files.all().delete()
    carry_on()
    assert content(first) == second
    first.refresh_from_db()
    batching.make_again(batch=first, by=people.dana(), now=AT)
    carry_on()
    assert content(first) != second
    assert "This batch was printed before, on 22 November 2026, 14:00." in words(first)
    assert len(read(first).pages) == 5


def test_the_cover_says_what_is_in_the_pile_what_it_costs_and_who_made_it(appeal):
    ready_letters(appeal, 3)
    postage()
    batch = chosen(appeal=appeal, looks=Looks(duplex=False))
    carry_on()
    told = words(batch)
    for said in (
        f"Print batch {batch.pk}",
        "Letters 3, on 3 pages and 3 sheets, printed on one side",
        "Postage 2.55 GBP (estimated)",
        "Chosen appeal free-the-baker; all offices",
        "Made 22 November 2026, 14:00 by dana",
        "United Kingdom 3 3 2.55 GBP",
        "Embassy of Kazakhstan in GB 1–3 one sheet 3 3 2.55 GBP",
    ):
        assert said in told
    assert "printed before" not in told
    assert "Amara" not in told
    assert "United Kingdom 3 letters, 3 pages, 2.55 GBP" in words(batch, 1)


def test_without_a_postage_table_no_price_is_invented(appeal):
    ready_letters(appeal)
    batch = chosen()
    carry_on()
    assert "Postage 1 without a price (estimated)" in words(batch)
    assert "not in the postage table" in words(batch)


def test_a_letter_that_was_held_since_it_was_chosen_is_left_out_with_the_reason(appeal):
    letters = ready_letters(appeal, 2)
    batch = chosen()
    holding.hold(Letter.objects.filter(pk=letters[0].pk), by=people.dana(), reason="Stop!", now=AT)
    with quick_sheets():
        carry_on()
    assert rows(batch) == [(None, "left_out", 1, "Stop!"), (1, "printed", 1, "")] or rows(batch) == [
        (1, "printed", 1, ""),
        (None, "left_out", 1, "Stop!"),
    ]


def test_a_letter_that_cannot_be_made_is_left_out_and_the_cover_counts_without_it(appeal, monkeypatch):
    letters = ready_letters(appeal, 3)
    batch = chosen(looks=Looks(duplex=False))
    lost, real = letters[1].reference, PrintFile.letter

    def letter(self, one):
        if one.reference == lost:
            raise RenderError(reference=lost, field="signer.name", reason="The fonts cannot draw ☎.")
        return real(self, one)

    monkeypatch.setattr(PrintFile, "letter", letter)
    carry_on()
    row = batch.rows.get(letter=letters[1])
    assert (row.state, row.reason) == ("left_out", f"Letter {lost}, signer.name: The fonts cannot draw ☎.")
    assert batch.rows.filter(state="printed").count() == 2
    assert len(read(batch).pages) == 4
    assert "Letters 2, on 2 pages" in words(batch)
    assert "Left out 1 letter; the batch’s page at the desk says which and why." in words(batch)


def test_a_letter_without_a_pdf_is_measured_first_and_left_out_if_it_cannot_be_made(appeal, monkeypatch):
    letters = frozen_letters(appeal, 2)
    lost = letters[0].reference
    batch = chosen()

    with quick_sheets({letters[1].reference: 2}):
        real = printing.make

        def make(frozen):
            if frozen["reference"] == lost:
                raise RenderError(reference=lost, field="recipient", reason="It is too long.")
            return real(frozen)

        monkeypatch.setattr(printing, "make", make)
        carry_on()
    assert batch.rows.get(letter=letters[0]).reason == f"Letter {lost}, recipient: It is too long."
    assert batch.rows.get(letter=letters[1]).pages == 2


def test_a_batch_of_which_nothing_may_be_printed_is_set_aside(appeal):
    ready_letters(appeal)
    batch = chosen()
    holding.hold(Letter.objects.all(), by=people.dana(), reason="Stop!", now=AT)
    carry_on()
    batch.refresh_from_db()
    assert (batch.state, batch.reason) == (
        "set_aside",
        "None of its letters can be printed now. Its page says why.",
    )


def test_qpdf_finds_no_fault_in_a_real_file(appeal):
    ready_letters(appeal, 2)
    batch = chosen(looks=Looks(labels=True, envelopes="c5"))
    carry_on()
    for kind in ("letters", "labels", "envelopes"):
        path = print_files.place(batch.files.get(kind=kind).name)
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")
    assert read(batch).metadata.title == f"Print batch {batch.pk}: letters"
    letter = batch.rows.get(position=1).letter
    assert letter.frozen["signer"]["name"] in words(batch, 4)


def test_an_office_s_address_that_stopped_working_is_asked_about_when_it_is_printed(appeal):
    ready_letters(appeal)
    batch = chosen()
    Contact.objects.filter(channel="post").update(health="failing")
    carry_on()
    assert batch.rows.get().reason == "The office has no verified, working postal address."


@pytest.mark.parametrize("count", [1, 3])
def test_making_costs_the_same_for_one_letter_and_for_three(appeal, count, django_assert_num_queries):
    ready_letters(appeal, count)
    chosen()
    with quick_sheets(), django_assert_num_queries(65):
        carry_on()
