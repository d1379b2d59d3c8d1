from datetime import timedelta

import pytest
from django.db import connection

from letters import holding, making, paper
from letters.models import Letter, LetterPdf
from letters.pressing import PressMissing
from letters.rendering import RenderedLetter, RenderError
from tests import people
from tests.letters.factories import PDF, frozen_letters, quick_press
from tests.people import NOW


def test_a_rendered_letter_is_sealed_and_ready(appeal):
    letter = frozen_letters(appeal)[0]
    with quick_press() as seen:
        assert making.make_some(now=NOW, most=10) == 1
    letter.refresh_from_db()
    assert seen == [letter.reference]
    assert (letter.state, letter.claimed_until, letter.tries) == ("ready", None, 1)
    assert (letter.pdf.content, letter.pdf.pages, letter.pdf.rendered_at) == (PDF, 1, NOW)


def test_the_press_makes_the_agreed_letter(appeal):
    letter = frozen_letters(appeal)[0]
    making.make_some(now=NOW, most=1)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf.pages) == ("ready", 1)
    assert letter.pdf.tier == "stamp"
    assert paper.again(letter.pdf).pdf.startswith(b"%PDF-1.7")


def test_a_letter_in_another_workers_hands_is_left_alone_until_the_claim_runs_out(appeal):
    frozen_letters(appeal)
    Letter.objects.update(claimed_until=NOW + making.CLAIM)
    with quick_press() as seen:
        assert making.make_some(now=NOW, most=10) == 0
        assert making.make_some(now=NOW + making.CLAIM + timedelta(seconds=1), most=10) == 1
    assert len(seen) == 1


def test_a_letter_that_cannot_be_made_is_held_with_letter_and_field(appeal, monkeypatch):
    letter = frozen_letters(appeal)[0]

    def cannot(frozen):
        raise RenderError(
            reference=frozen["reference"], field="signer.name", reason="The fonts cannot draw ☎."
        )

    monkeypatch.setattr(making, "make_quickly", cannot)
    making.make_some(now=NOW, most=1)
    letter.refresh_from_db()
    assert letter.state == "held"
    assert letter.reason == f"Letter {letter.reference}, signer.name: The fonts cannot draw ☎."
    assert LetterPdf.objects.count() == 0


def test_a_letter_that_ends_its_worker_is_set_aside_after_three_tries(appeal):
    letter = frozen_letters(appeal)[0]
    Letter.objects.update(tries=3)
    with quick_press() as seen:
        making.make_some(now=NOW, most=1)
    letter.refresh_from_db()
    assert (letter.state, letter.reason, seen) == ("held", "Rendering stopped its worker 3 times.", [])


def test_where_nothing_can_be_pressed_letters_wait_and_no_try_is_counted(appeal, monkeypatch):
    frozen_letters(appeal, 3)
    real, seen = making.make_quickly, []

    def missing_from_the_second_on(frozen):
        seen.append(frozen["reference"])
        if len(seen) > 1:
            raise PressMissing("Pango is away.")
        return real(frozen)

    monkeypatch.setattr(making, "make_quickly", missing_from_the_second_on)
    with pytest.raises(PressMissing):
        making.make_some(now=NOW, most=10)
    rows = Letter.objects.order_by("pk").values_list("state", "tries", "claimed_until")
    assert list(rows) == [("ready", 1, None), ("frozen", 0, None), ("frozen", 0, None)]


def test_a_letter_held_while_it_was_rendered_stays_held(appeal, monkeypatch):
    letter = frozen_letters(appeal)[0]

    def bela_is_faster(frozen):
        holding.hold(Letter.objects.all(), by=people.bela(), reason="Wrong office?", now=NOW)
        return RenderedLetter(pdf=PDF, pages=1, sha256="0" * 64)

    monkeypatch.setattr(making, "make_quickly", bela_is_faster)
    making.make_some(now=NOW, most=1)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("held", "Wrong office?")
    assert LetterPdf.objects.count() == 0


def test_the_pdf_is_not_in_the_database_in_clear(appeal):
    frozen_letters(appeal)
    with quick_press():
        making.make_some(now=NOW, most=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM letters_letterpdf")
        assert PDF not in bytes(cursor.fetchone()[0])


def test_a_run_takes_the_oldest_and_no_more_than_it_was_given(appeal):
    first, second, third = frozen_letters(appeal, 3)
    with quick_press() as seen:
        assert making.make_some(now=NOW, most=2) == 2
    assert seen == [first.reference, second.reference]
    third.refresh_from_db()
    assert (third.state, third.tries, third.claimed_until) == ("frozen", 0, None)


def test_a_letter_made_anew_takes_the_place_of_the_one_from_before(appeal):
    letter = frozen_letters(appeal)[0]
    making.make_some(now=NOW, most=1)
    Letter.objects.update(state="frozen")
    with quick_press():
        making.make_some(now=NOW + timedelta(hours=1), most=1)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf.tier, letter.pdf.shell_id) == ("ready", "press", None)
    assert (letter.pdf.lines, letter.pdf.content) == ({}, PDF)
    assert letter.pdf.rendered_at == NOW + timedelta(hours=1)
