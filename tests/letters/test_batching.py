"""A batch is made of what a person saw, once; it is stopped, gone on with, made again, given up."""

import pytest
from django.db import IntegrityError, transaction

from kit.refusals import Refused
from letters import batching, binding_order, holding
from letters.batching import Looks
from letters.binding import PrintFile
from letters.choosing import Choice
from letters.models import Letter, PrintBatch, PrintedLetter
from tests import people
from tests.letters.printing_world import (
    AT,
    carry_on,
    chosen,
    made,
    quick_sheets,
    ready_letters,
    rows,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


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


def test_a_reprint_says_so_and_a_first_print_there_is_but_once(appeal):
    (letter,) = ready_letters(appeal)
    made()
    again = chosen(also_printed=True)
    carry_on()
    assert again.rows.get().reprint is True
    assert "1 of these letters was printed before, in another batch." in words(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedLetter.objects.create(batch=again, letter=letter, country="GB")


def test_dana_stops_a_batch_under_the_worker_s_hands_and_lets_it_go_on(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    real = PrintFile.letter

    def letter(self, one):
        monkeypatch.setattr(PrintFile, "letter", real)
        batching.stop(batch=PrintBatch.objects.get(), by=people.dana(), now=AT)
        return real(self, one)

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
