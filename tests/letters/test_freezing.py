from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from appeals import signing
from appeals.models import Signature
from letters import freezing, withdrawing
from letters.models import Dispatch, Letter
from tests import people
from tests.letters.factories import frozen_letters, signatures
from tests.people import NOW

FREEZE_QUERIES = 8  # who wants a letter, insert, note, dispatches to open, their insert and that of paces, the savepoint around


def _ciphertext(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
        return bytes(cursor.fetchone()[0])


def test_a_confirmed_signature_becomes_a_letter_with_the_text_unopened(appeal):
    signature = signatures(appeal)[0]
    assert freezing.freeze(now=NOW) == 1
    letter = Letter.objects.get()
    assert _ciphertext("letters_letter", "frozen") == _ciphertext("appeals_signature", "agreed")
    assert letter.frozen == signature.agreed
    assert (letter.reference, letter.digest, letter.language) == (
        signature.reference,
        signature.agreed_digest,
        "en",
    )
    assert (letter.target, letter.contact, letter.step) == (signature.target, signature.email_contact, 0)
    assert (letter.state, letter.reason, letter.created_at) == ("frozen", "", NOW)


def test_freezing_twice_makes_one_letter(appeal):
    signatures(appeal)
    assert [freezing.freeze(now=NOW), freezing.freeze(now=NOW)] == [1, 0]
    assert Letter.objects.count() == 1


def test_a_second_letter_of_the_same_step_is_refused_by_the_database(appeal):
    letter = frozen_letters(appeal)[0]
    letter.pk, letter.reference = None, "OC-OTHER"
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save(force_insert=True)


def test_a_pending_signature_writes_no_letter(appeal):
    people.amara_signs(appeal)
    assert freezing.freeze(now=NOW) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_freezing_takes_the_same_statements_for_one_and_for_many(appeal, count, django_assert_num_queries):
    signatures(appeal, count)
    with django_assert_num_queries(FREEZE_QUERIES):
        assert freezing.freeze(now=NOW) == count


def test_the_first_letter_to_a_target_opens_its_dispatch(appeal):
    appeal.act_before = NOW + timedelta(days=3)
    appeal.save()
    frozen_letters(appeal, 2)
    dispatch = Dispatch.objects.get()
    assert (dispatch.appeal, dispatch.target, dispatch.channel) == (
        appeal,
        Letter.objects.first().target,
        "email",
    )
    assert (dispatch.starts_at, dispatch.ends_at) == (NOW, NOW + timedelta(days=3))


def test_without_a_verified_address_the_letter_is_parked_and_says_so(db):
    people.an_embassy(country="GB", verified=False)
    letter = frozen_letters(people.an_open_appeal())[0]
    assert (letter.state, letter.contact) == ("parked", None)
    assert letter.reason == "No verified email address of this office was known when the letter was signed."


def test_who_withdraws_in_time_and_signs_again_writes_a_new_letter(appeal):
    first = frozen_letters(appeal)[0]
    signing.withdraw(signature=first.signature, now=NOW)
    assert withdrawing.cancel_withdrawn(now=NOW) == 1
    signing.sign(
        appeal=appeal,
        typed=signing.Typed(**{**people.AMARA, "email": "signer0@example.org"}),
        language="en",
        now=NOW + timedelta(days=1),
    )
    signing.confirm(signature=signing.by_link(people.link_in_newest_mail()), now=NOW + timedelta(days=1))
    freezing.freeze(now=NOW + timedelta(days=1))
    assert Signature.objects.count() == 1
    assert list(Letter.objects.order_by("step").values_list("step", "state")) == [
        (0, "cancelled"),
        (1, "frozen"),
    ]
    assert freezing.freeze(now=NOW + timedelta(days=1)) == 0


def test_more_than_one_run_holds_are_made_in_the_order_of_confirmation(appeal, monkeypatch):
    monkeypatch.setattr(freezing, "MOST_AT_ONCE", 2)
    made = [one.reference for one in signatures(appeal, 3)]
    assert [freezing.freeze(now=NOW) for _ in range(3)] == [2, 1, 0]
    assert list(Letter.objects.order_by("pk").values_list("reference", flat=True)) == made
