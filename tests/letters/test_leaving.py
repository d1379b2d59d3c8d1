from datetime import timedelta

import pytest

from appeals import publishing, signing
from campaigns import status, verifying
from campaigns.models import Contact, StatusRecord
from letters import leaving, paper
from letters.models import Letter, LetterPdf
from tests import people
from tests.letters.factories import LATER, due_letters


def _stop(letter: Letter, now=LATER) -> tuple[str, str] | None:
    stop = leaving.why_not([Letter.objects.get(pk=letter.pk)], now).get(letter.pk)
    return stop and (stop.state, stop.reason)


def test_a_true_letter_may_leave(appeal):
    assert _stop(due_letters(appeal)[0]) is None


def test_a_withdrawn_signature_cancels(appeal):
    letter = due_letters(appeal)[0]
    signing.withdraw(signature=letter.signature, now=LATER)
    assert _stop(letter) == ("cancelled", leaving.WITHDRAWN)


def test_the_time_to_change_ones_mind_holds(appeal):
    letter = due_letters(appeal)[0]
    assert _stop(letter, LATER - timedelta(minutes=5)) == (
        "held",
        "The signer may still take the signature back.",
    )


def test_a_changed_text_of_the_letter_holds(appeal):
    letter = due_letters(appeal)[0]
    letter.frozen = {**letter.frozen, "closing": "Yours"}
    letter.save()
    assert _stop(letter) == ("held", "The letter is not the one that was agreed to: its digest differs.")


def test_a_closed_appeal_holds(appeal):
    letter = due_letters(appeal)[0]
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=LATER)
    assert _stop(letter) == ("held", "The appeal is closed.")


def test_a_passed_date_holds(appeal):
    letter = due_letters(appeal)[0]
    appeal.act_before = LATER
    appeal.save()
    assert _stop(letter) == ("held", "The act-before date has passed.")


def test_a_released_prisoner_holds(appeal):
    letter = due_letters(appeal)[0]
    record = StatusRecord.objects.get()
    record.pk, record.key, record.status = None, "free", "released"
    record.save()
    assert _stop(letter) == ("held", status.held_because(appeal.case)) == ("held", "The baker: released")


def test_a_text_changed_after_approval_holds_only_its_language(appeal):
    letter = due_letters(appeal)[0]
    appeal.texts.filter(language="de").update(body="Etwas anderes.")
    assert _stop(letter) is None
    appeal.texts.filter(language="en").update(body="Something else.")
    assert _stop(letter) == (
        "held",
        "The text in this language is not approved as it stands now.",
    )


def test_a_dead_mailbox_parks(appeal):
    letter = due_letters(appeal)[0]
    verifying.doubt_contacts(contacts=Contact.objects.filter(pk=letter.contact_id), health="dead")
    assert _stop(letter) == ("parked", "The office has no verified, working email address.")


def test_a_closed_office_parks(appeal):
    letter = due_letters(appeal)[0]
    letter.target.status = "suspended"
    letter.target.save()
    assert _stop(letter) == (
        "parked",
        "The office is closed or suspended, or the address is another office's.",
    )


def test_a_changed_address_holds(appeal):
    letter = due_letters(appeal)[0]
    letter.contact.email = "elsewhere@mission.example"
    letter.contact.save()
    assert _stop(letter) == ("held", "The office's email address was changed after the letter was signed.")


def test_a_letter_without_pdf_holds(appeal):
    letter = due_letters(appeal)[0]
    LetterPdf.objects.all().delete()
    assert _stop(letter) == ("held", "The letter has no PDF.")


def test_a_changed_pdf_is_damage(appeal):
    letter = due_letters(appeal)[0]
    assert paper.damaged([letter]) == {}
    letter.pdf.content = b"%PDF-1.7 another letter"
    letter.pdf.save()
    assert paper.damaged([letter]) == {letter.pk: "The stored PDF is not the one that was rendered."}


@pytest.mark.parametrize("count", [1, 3])
def test_the_question_costs_the_same_for_one_letter_and_for_many(appeal, count, django_assert_num_queries):
    letters = list(Letter.objects.filter(pk__in=[letter.pk for letter in due_letters(appeal, count)]))
    with django_assert_num_queries(18):
        assert leaving.why_not(letters, LATER) == {}
