"""Amara adds words of her own: they stand in her letter as she wrote them, and a person reads them before it leaves."""

import pytest
from django.db import IntegrityError, transaction

from appeals import amending, merging, reading_first, vetting
from appeals.recent import recent
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
WORDS = "I bought bread from her.\n\nShe knew my name."


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def test_own_words_stand_in_the_letter_and_its_digest_covers_them(appeal):
    signature = people.amara_confirms(appeal, own_words=WORDS)
    assert signature.agreed["own_words"] == WORDS
    assert signature.agreed_digest == merging.digest(signature.agreed)
    assert signature.agreed_digest != merging.digest({**signature.agreed, "own_words": ""})


def test_a_letter_with_own_words_counts_and_waits(appeal):
    signature = people.amara_confirms(appeal, own_words=WORDS)
    assert (signature.moderation, signature.moderation_reasons) == ("waiting", reading_first.OWN_WORDS)
    appeal.tally.refresh_from_db()
    assert appeal.tally.confirmed == 1


def test_an_untouched_letter_never_waits(appeal):
    assert people.amara_confirms(appeal).moderation == "none"


def test_a_link_for_a_name_waits_and_is_not_shown_on_the_page(appeal):
    signature = people.amara_confirms(appeal, name="See www.example.org", display="name")
    assert signature.moderation_reasons == f"In the name or the town: {vetting.LINK}"
    soon = signature.cooling_until
    assert recent(appeal, now=soon) == []
    as_it_is = {"own_words": "", "postal": "", "bricks": ()}
    amending.amend(signature=signature, name="Amara Okafor", town="Leeds", **as_it_is, now=NOW)
    signature.refresh_from_db()
    assert (signature.moderation, recent(appeal, now=soon)) == ("none", ["Amara Okafor"])


def test_where_only_doubts_wait_clean_words_leave_and_doubtful_ones_say_why(appeal, monkeypatch):
    type(appeal).objects.update(edited_texts="flagged")
    appeal.refresh_from_db()
    assert people.amara_confirms(appeal, own_words=WORDS).moderation == "none"
    monkeypatch.setattr(
        vetting, "reasons", lambda own_words, appeal: ["It holds a link.", "It holds a number."]
    )
    doubtful = people.amara_confirms(appeal, own_words=WORDS, email="ama@example.org")
    assert (doubtful.moderation, doubtful.moderation_reasons) == (
        "waiting",
        "It holds a link.\nIt holds a number.",
    )


def test_a_doubt_about_the_act_makes_an_untouched_letter_wait(appeal):
    signature = people.amara_confirms(appeal, doubts=("No challenge was answered.",))
    assert (signature.moderation, signature.moderation_reasons) == ("waiting", "No challenge was answered.")


def test_the_database_keeps_no_half_decision(appeal):
    signature = people.amara_confirms(appeal, own_words=WORDS)
    rows = type(signature).objects.filter(pk=signature.pk)
    for half in (
        {"moderation": "passed"},
        {"moderation": "refused", "moderated_by": people.dana(), "moderated_at": NOW},
        {"moderation_reasons": ""},
        {"moderation": "none", "moderated_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**half)


def test_ticked_bricks_stand_after_the_ending_in_the_letters_language(appeal):
    people.offer_bricks(appeal, en=("I am a baker too.", "Another."), de=("Auch ich backe.", "Noch einer."))
    people.an_embassy(country="DE", languages=("de",))
    signature = people.amara_confirms(appeal, country="DE", bricks=(1,), language="en")
    assert signature.agreed["ending"] == ["Bitte sagen Sie mir, wo sie ist.", "Auch ich backe."]
    assert signature.moderation == "none"


def test_a_postal_address_stands_with_the_sender(appeal):
    agreed = people.amara_confirms(appeal, postal="1 Mill Lane\nLS1 2AB").agreed
    assert agreed["sender_line"] == "Amara Okafor, 1 Mill Lane, LS1 2AB, Leeds, United Kingdom"
    assert agreed["signer"]["address_lines"] == ["1 Mill Lane", "LS1 2AB"]
