"""The files of a print batch: order, cover, separators, padding; the same bytes; gone on with after a crash."""

import subprocess
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import Contact
from kit.refusals import Refused
from letters import batching, binding_order, clearing, freezing, holding, print_files, printing
from letters.batching import Looks
from letters.binding import PrintFile
from letters.choosing import Choice
from letters.models import Letter, PrintBatch, PrintedLetter
from letters.pressing import PressMissing
from letters.rendering import RenderError
from tests import people
from tests.letters.factories import frozen_letters
from tests.letters.printing_world import (
    A4,
    AT,
    C5,
    carry_on,
    chosen,
    content,
    made,
    post,
    postage,
    quick_sheets,
    read,
    ready_letters,
    signed,
    two_destinations,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


def rows(batch: PrintBatch) -> list[tuple]:
    return list(batch.rows.order_by("position").values_list("position", "state", "pages", "reason"))


def words(batch: PrintBatch, page: int = 0, kind: str = "letters") -> str:
    return " ".join(read(batch, kind).pages[page].extract_text().split())


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


def test_a_reprint_says_so_and_a_first_print_there_is_but_once(appeal):
    (letter,) = ready_letters(appeal)
    made()
    again = chosen(also_printed=True)
    carry_on()
    assert again.rows.get().reprint is True
    assert "1 of these letters was printed before, in another batch." in words(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedLetter.objects.create(batch=again, letter=letter, country="GB")


def test_of_two_people_who_choose_the_same_letter_at_once_one_is_told(appeal, monkeypatch):
    (letter,) = ready_letters(appeal)
    real = batching._rows

    def a_rival_is_faster(batch, choice, now):
        for row in list(real(batch, choice, now)):
            other = PrintBatch.objects.create(made_by=people.bela(), made_at=AT)
            PrintedLetter.objects.create(batch=other, letter=letter, country="GB")
            yield row

    monkeypatch.setattr(batching, "_rows", a_rival_is_faster)
    with pytest.raises(Refused, match="Somebody has just put one of these letters into another batch"):
        chosen()
    assert PrintBatch.objects.count() == 0  # the rival's, made within, went with it


def test_another_number_than_dana_saw_prints_nothing(appeal):
    ready_letters(appeal, 2)
    with pytest.raises(Refused, match="2 letters fit now, not 1 as before"):
        chosen(expected=1)
    assert (PrintBatch.objects.count(), PrintedLetter.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="No letter fits"):
        batching.make(
            choice=Choice(appeal=people.an_open_appeal(case=people.a_case(slug="miller"))),
            looks=Looks(),
            expected=0,
            by=people.dana(),
            now=AT,
        )


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


class Killed(BaseException):
    """The worker ends here, without a last word."""


def kill_at(monkeypatch, number: int) -> None:
    """The worker dies when it writes its letter of this number, counted over all workers."""
    real, seen = PrintFile.letter, []

    def letter(self, one):
        seen.append(one.reference)
        if len(seen) == number:
            self._ledger.deflated(b"half a letter")  # something is on the disk already
            self.checkpoint()
            raise Killed
        return real(self, one)

    monkeypatch.setattr(PrintFile, "letter", letter)


def test_after_a_kill_the_next_worker_goes_on_from_the_checkpoint_with_the_same_bytes(appeal, monkeypatch):
    ready_letters(appeal, 5)
    whole = content(made())
    again = PrintBatch.objects.get()
    PrintBatch.objects.update(state="queued", looked=0, finished_at=None)
    print_files.forget(again)
    print_files.delete([f"batch-{again.pk}-letters.pdf"])
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 2)
    kill_at(monkeypatch, 4)
    with quick_sheets() as seen:
        with pytest.raises(Killed):
            carry_on()
        file = again.files.get()
        assert (file.cursor, file.made_at) == (2, None)
        assert print_files.place(file.name).stat().st_size > file.size
        assert printing.carry_on(clock=lambda: AT) is False  # its claim still stands
        later = AT + printing.LEASE + printing.LEASE
        carry_on(now=later)
    # The third and the fourth letter are made again, the first two are not; the press was killed before the fourth.
    references = list(again.rows.order_by("position").values_list("letter__reference", flat=True))
    assert seen == [*references[:3], *references[2:]]
    assert content(again) == whole


def test_a_letter_that_ends_its_worker_three_times_sets_the_batch_aside_and_is_named(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    real = PrintFile.letter

    def letter(self, one):
        if one.reference == poison:
            raise Killed
        return real(self, one)

    poison = sorted(Letter.objects.values_list("reference", flat=True))[1]
    monkeypatch.setattr(PrintFile, "letter", letter)
    now, deaths = AT, 0
    with quick_sheets():
        while PrintBatch.objects.get().state != "set_aside":
            now += 2 * printing.LEASE
            try:
                printing.carry_on(clock=lambda at=now: at)
            except Killed:
                deaths += 1
    batch.refresh_from_db()
    assert batch.reason == f"Making it stopped its worker 3 times, at letter {poison}."
    # Twice in a chunk of all three; then one by one, so that the first is kept and the deaths at the second count anew.
    assert deaths == 6
    # Dana holds that letter and lets the batch go on: it is left out, the others are printed.
    holding.hold(Letter.objects.filter(reference=poison), by=people.dana(), reason="It hurts.", now=now)
    batching.go_on(batch=batch, by=people.dana(), now=now)
    with quick_sheets():
        carry_on(now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.in_file().count()) == ("made", 2)
    assert batch.rows.get(letter__reference=poison).reason == "It hurts."


def test_where_nothing_can_be_made_the_batch_waits_and_no_try_is_counted(appeal, monkeypatch):
    ready_letters(appeal)
    batch = chosen()

    def missing(self, frozen):
        raise PressMissing("Pango is missing.")

    with quick_sheets():
        monkeypatch.setattr(PrintFile, "letter", missing)
        with pytest.raises(PressMissing):
            carry_on()
    batch.refresh_from_db()
    assert (batch.state, batch.tries, batch.claimed_until) == ("queued", 0, None)


def test_dana_stops_a_batch_under_the_worker_s_hands_and_lets_it_go_on(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    real = PrintFile.letter

    def letter(self, frozen):
        monkeypatch.setattr(PrintFile, "letter", real)
        batching.stop(batch=PrintBatch.objects.get(), by=people.dana(), now=AT)
        return real(self, frozen)

    monkeypatch.setattr(PrintFile, "letter", letter)
    with quick_sheets():
        carry_on()
        batch.refresh_from_db()
        assert (batch.state, batch.reason, batch.files.get().cursor) == ("stopped", "Stopped by dana.", 0)
        batching.go_on(batch=batch, by=people.dana(), now=AT)
        carry_on()
    batch.refresh_from_db()
    assert (batch.state, batch.rows.filter(state="printed").count()) == ("made", 3)


def test_a_batch_that_is_given_up_sets_its_letters_free_and_one_on_paper_cannot_be(appeal):
    ready_letters(appeal)
    batch = chosen()
    batching.stop(batch=batch, by=people.dana(), now=AT)
    batching.give_up(batch=batch, by=people.dana(), now=AT)
    assert (batch.state, batch.rows.count()) == ("given_up", 0)
    printed = made()
    PrintBatch.objects.filter(pk=printed.pk).update(state="stopped")
    printed.refresh_from_db()
    with pytest.raises(Refused, match="on paper already"):
        batching.give_up(batch=printed, by=people.dana(), now=AT)


def test_made_again_what_may_no_longer_leave_is_left_out_and_the_others_keep_their_places(appeal):
    ready_letters(appeal, 3)
    batch = made()
    second = batch.rows.get(position=2).letter
    holding.hold(Letter.objects.filter(pk=second.pk), by=people.dana(), reason="Stop!", now=AT)
    batching.make_again(batch=batch, by=people.dana(), now=AT)
    with quick_sheets() as seen:
        carry_on()
    assert rows(batch) == [(1, "printed", 1, ""), (2, "printed", 1, "Stop!"), (3, "printed", 1, "")]
    assert second.reference not in seen


def test_only_the_owner_reads_the_file_and_no_second_process_writes_it(appeal, prints):
    ready_letters(appeal)
    batch = made()
    file = batch.files.get()
    path = print_files.place(file.name)
    assert (path.stat().st_mode & 0o777, prints.stat().st_mode & 0o777) == (0o600, 0o700)
    with print_files.opened(file), pytest.raises(print_files.Elsewhere), print_files.opened(file):
        pass


def test_a_file_that_somebody_deleted_half_way_is_begun_anew(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    kill_at(monkeypatch, 3)
    with quick_sheets():
        with pytest.raises(Killed):
            carry_on()
        print_files.delete([batch.files.get().name])
        carry_on(now=AT + 2 * printing.LEASE)
    assert len(read(batch).pages) == 9


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


def test_labels_and_envelopes_bear_the_office_and_the_reference_and_no_signer(appeal):
    letters = ready_letters(appeal, 15)
    looks = Looks(labels=True, envelopes="c5", return_address="Bread for all\nMill Lane 4\nLeeds")
    batch = chosen(looks=looks)
    carry_on()
    labels = read(batch, "labels")
    assert len(labels.pages) == 2
    assert [round(side, 3) for side in labels.pages[0].mediabox.upper_right] == list(A4)
    told = [" ".join(page.extract_text().split()) for page in labels.pages]
    assert told[0].count("Embassy of Kazakhstan in GB 1 Embassy Row") == 14
    assert told[1].count("Embassy of Kazakhstan in GB 1 Embassy Row") == 1
    envelopes = read(batch, "envelopes")
    assert len(envelopes.pages) == 15
    assert [round(side, 2) for side in envelopes.pages[0].mediabox.upper_right] == [
        round(each, 2) for each in C5
    ]
    first = words(batch, 0, "envelopes")
    reference = batch.rows.get(position=1).letter.reference
    assert (
        first
        == f"Bread for all Mill Lane 4 Leeds Embassy of Kazakhstan in GB 1 Embassy Row Capital AB1 2CD {reference}"
    )
    everything = " ".join([*told, *(page.extract_text() for page in envelopes.pages)])
    assert all(letter.frozen["signer"]["name"] not in everything for letter in letters)
    assert all(letter.reference in everything for letter in letters)


def test_what_staff_typed_is_inert_and_what_does_not_fit_is_said(appeal):
    ready_letters(appeal)
    hostile = "<img src='file:///etc/hostname'>\n{{ 1 }} \N{SMILING FACE WITH OPEN MOUTH}"
    batch = chosen(looks=Looks(envelopes="dl", return_address=hostile))
    carry_on()
    assert "<img src='file:///etc/hostname'> {{ 1 }} [U+1F603]" in words(batch, 0, "envelopes")
    long = chosen(also_printed=True, looks=Looks(envelopes="dl", return_address="A\n" * 60))
    carry_on()
    assert "The address does not fit here. Write it by hand." in words(long, 0, "envelopes")


def test_files_go_when_all_is_posted_and_after_thirty_days_and_the_batch_stays(
    appeal, django_capture_on_commit_callbacks
):
    ready_letters(appeal, 2)
    first, second = made(), made(also_printed=True)
    place = print_files.place(first.files.get().name)
    post(first, 1)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        post(first, 2)
    first.refresh_from_db()
    assert (first.state, first.reason, first.files.count()) == ("cleared", "All its letters are posted.", 0)
    assert not place.exists()
    other = print_files.place(second.files.get().name)
    assert clearing.sweep(now=AT + clearing.KEPT) == 0
    assert other.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.sweep(now=AT + clearing.KEPT + printing.LEASE) == 1
    second.refresh_from_db()
    assert (second.state, second.reason, other.exists()) == ("cleared", "They were 30 days old.", False)
    batching.make_again(batch=second, by=people.dana(), now=AT)
    with quick_sheets():
        carry_on()
    assert len(read(second).pages) == 7


def test_the_sweep_takes_what_a_crash_has_left(appeal, prints):
    ready_letters(appeal)
    batch = made()
    stray = prints / "batch-999-letters.pdf"
    stray.write_bytes(b"%PDF-")
    clearing.sweep(now=AT)
    assert sorted(path.name for path in prints.iterdir()) == [batch.files.get().name]


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
    with quick_sheets(), django_assert_num_queries(66):
        carry_on()
