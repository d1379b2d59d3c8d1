"""Amara leaves: whatever the house had of her is gone, and what she did still counts."""

import pytest

from appeals.models import Signature, Tally
from kit.refusals import Refused
from letters import freezing, pulling, withdrawing
from letters.models import Handover, Letter
from outbox.models import Suppression
from rights.erasing import erase
from rights.models import Receipt
from supporters.models import Supporter
from tests import people
from tests.letters import handing_over, printing_world
from tests.people import NOW
from tests.rights.leaving import AT, HERS, everywhere
from tests.rights.traces import traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(appeal, settings, prints, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signature, batch = everywhere(appeal, settings, tmp_path)
    return signature, batch, tmp_path


def leave(signature: Signature, capture) -> Receipt:
    with capture(execute=True):
        return erase(supporter_id=signature.supporter_id, now=AT)


def test_nothing_of_amara_is_left_in_tables_files_and_outbox(house, django_capture_on_commit_callbacks):
    signature, _batch, folder = house
    before = traces(HERS, folder)
    places = {one.partition(":")[0] for one in before}
    assert {
        "admin.LogEntry.change_message",
        "appeals.Signature.agreed",
        "appeals.Signature.name",
        "letters.Letter.frozen",
        "letters.LetterPdf.lines",
        "letters.Reply.raw",
        "outbox.Attempt.answer",
        "outbox.Message.recipient",
        "supporters.Supporter.email",
    } <= places
    assert [name for name in places if name.endswith((".pdf", ".pdf.sealed", ".csv.sealed"))] != []
    tally = Tally.objects.filter(appeal=signature.appeal).values().get()

    receipt = leave(signature, django_capture_on_commit_callbacks)

    assert traces(HERS, folder) == []
    assert Tally.objects.filter(appeal=signature.appeal).values().get() == tally
    assert list(Signature.objects.values_list("state", "supporter")) == [("confirmed", None)] * 2
    assert Suppression.objects.count() == 1
    assert receipt.removed == {
        "admin.LogEntry": 1,
        "appeals.MailAllowance": 2,
        "appeals.Signature": 2,
        "letters.Letter": 2,
        "letters.LetterPdf": 2,
        "letters.Reply": 1,
        "outbox.Attempt": 1,
        "outbox.IncomingMail": 1,
        "outbox.Message": 2,
        "supporters.Consent": 2,
        "supporters.Supporter": 1,
    }


def test_what_was_made_of_her_letter_goes_and_can_be_made_again_without_it(
    house, django_capture_on_commit_callbacks
):
    signature, batch, _folder = house
    people.amara_confirms(signature.appeal, name="Chidi Eze", email="chidi@example.org", now=AT)
    leave(signature, django_capture_on_commit_callbacks)

    batch.refresh_from_db()
    assert (batch.state, batch.files.count()) == ("cleared", 0)
    assert [pull.reason for pull in pulling.to_pull_out(batch, now=AT)] == [
        "What was kept about its signer was erased."
    ]
    remade = handing_over.made(Handover.objects.get(), now=AT)
    assert (remade.state, remade.totals["confirmed"], remade.listed, remade.only_counted) == ("made", 1, 0, 1)
    # No tick makes a letter of what is left, or takes the signature for one that was taken back.
    assert (freezing.freeze(now=AT), withdrawing.cancel_withdrawn(now=AT)) == (1, 0)
    assert Letter.objects.filter(signature=signature).count() == 1


def test_a_letter_that_has_not_left_does_not_leave(appeal, django_capture_on_commit_callbacks):
    signature = people.amara_confirms(appeal)
    freezing.freeze(now=NOW)
    printing_world.making.make_some(now=NOW, most=9)
    unconfirmed = people.amara_signs(people.an_open_appeal(case=people.a_case(slug="weaver")))
    leave(signature, django_capture_on_commit_callbacks)

    letter = Letter.objects.get()
    assert (letter.state, letter.frozen, hasattr(letter, "pdf")) == ("cancelled", {}, False)
    unconfirmed.refresh_from_db()
    assert (unconfirmed.state, unconfirmed.name, unconfirmed.link_hash) == ("rejected", "", "")


def test_the_other_spelling_of_her_mailbox_keeps_what_is_theirs(appeal, django_capture_on_commit_callbacks):
    signature = people.amara_confirms(appeal)
    people.amara_confirms(appeal, name="Emeka Okonkwo", email="amara+emeka@example.org")
    leave(signature, django_capture_on_commit_callbacks)

    assert Supporter.objects.get().email == "amara+emeka@example.org"
    assert sorted(one.name for one in Signature.objects.all()) == ["", "Emeka Okonkwo"]


def test_whoever_is_erased_is_erased_once(appeal, django_capture_on_commit_callbacks):
    signature = people.amara_confirms(appeal)
    leave(signature, django_capture_on_commit_callbacks)

    with pytest.raises(Refused):
        erase(supporter_id=signature.supporter_id, now=AT)
    assert Receipt.objects.count() == 1


def test_amara_may_sign_again_and_leave_again_on_one_day(appeal):
    for _ in range(2):
        signature = people.amara_confirms(appeal)
        erase(supporter_id=signature.supporter_id, now=AT)
    assert (Supporter.objects.count(), Receipt.objects.count()) == (0, 2)
