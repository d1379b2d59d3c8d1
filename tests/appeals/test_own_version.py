"""Where an appeal wants it, a letter brings its text once more in the language in which its signer read it."""

import pytest
from django.urls import reverse

from appeals import amending, cloning
from appeals.merging import digest
from appeals.models import Appeal
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    appeal = people.an_open_appeal()
    people.offer_bricks(appeal, en=("I am a baker too.",), de=("Ich backe auch.",))
    Appeal.objects.update(adds_own_version=True)
    return appeal


def test_a_german_reader_s_letter_brings_the_german_text(appeal):
    signature = people.amara_confirms(appeal, language="de", bricks=(1,), own_words="I knew her.")
    own = signature.agreed["own_version"]
    german = appeal.texts.get(language="de")
    assert (signature.agreed["language"], own["language"]) == ("en", "de")
    assert own["heading"] == "Übersetzung für die unterzeichnende Person"
    assert (own["subject"], own["closing"]) == (german.subject, german.closing)
    assert (own["ending"][-1], own["bricks"]) == ("Ich backe auch.", [1])
    assert len(own["demands"]) == len(signature.agreed["demands"])
    assert "own_words" not in own
    assert signature.agreed_digest == digest(signature.agreed)


def test_a_reader_of_the_letter_s_language_has_it_once(appeal):
    assert "own_version" not in people.amara_confirms(appeal, language="en").agreed


def test_a_language_without_an_approved_text_is_not_added(appeal):
    assert "own_version" not in people.amara_confirms(appeal, language="pl").agreed


def test_an_appeal_that_does_not_want_it_adds_nothing(appeal):
    Appeal.objects.update(adds_own_version=False)
    assert "own_version" not in people.amara_confirms(appeal, language="de").agreed


def test_a_brick_that_is_taken_out_later_leaves_both_texts(appeal):
    signature = people.amara_confirms(appeal, language="de", bricks=(1,))
    changed = {"name": "Amara Okafor", "town": "York", "own_words": "", "postal": ""}
    assert amending.amend(signature=signature, **changed, bricks=(), now=NOW)
    signature.refresh_from_db()
    assert (signature.agreed["bricks"], signature.agreed["own_version"]["bricks"]) == ([], [])
    assert "Ich backe auch." not in signature.agreed["own_version"]["ending"]
    assert amending.amend(signature=signature, **changed, bricks=(1,), now=NOW)
    signature.refresh_from_db()
    assert signature.agreed["own_version"]["ending"][-1] == "Ich backe auch."


def test_the_signer_reads_both_before_confirming(appeal, client):
    people.amara_signs(appeal, language="de")
    page = client.get(reverse("signature", args=[people.link_in_newest_mail()])).content.decode()
    german = appeal.texts.get(language="de")
    assert "Übersetzung für die unterzeichnende Person" in page
    assert german.subject in page


def test_a_copy_of_the_appeal_wants_it_too(appeal):
    appeal.refresh_from_db()
    copy = cloning.clone(appeal=appeal, slug="again", by=people.bela(), now=NOW)
    assert copy.adds_own_version is True
