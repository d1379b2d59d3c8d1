"""Amara changes her letter while it waits, and how the page names her whenever she likes."""

from datetime import timedelta

import pytest

from appeals import amending, display, merging, self_sending, signing
from appeals.forms import AmendForm
from appeals.models import Signature, Tally
from kit.refusals import Refused
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
CHANGED = {"name": "Amara N. Okafor", "town": "York", "own_words": "", "postal": "", "bricks": ()}


@pytest.fixture
def signature():
    people.an_embassy(country="GB")
    return people.amara_confirms(people.an_open_appeal())


def amend(signature, *, now=NOW, **changes):
    return amending.amend(signature=signature, **{**CHANGED, **changes}, now=now)


def test_a_change_freezes_anew_under_another_reference(signature):
    before, cooling = signature.agreed, signature.cooling_until
    old = signature.reference
    assert amend(signature, own_words="I knew her.") is True
    signature.refresh_from_db()
    assert signature.reference != old
    assert signature.agreed == {
        **before,
        "reference": signature.reference,
        "salt": signature.agreed["salt"],
        "own_words": "I knew her.",
        "signer": {**before["signer"], "name": "Amara N. Okafor", "town": "York"},
        "sender_line": "Amara N. Okafor, York, United Kingdom",
    }
    assert signature.agreed_digest == merging.digest(signature.agreed)
    assert (signature.cooling_until, signature.edited_at, signature.moderation) == (cooling, NOW, "waiting")
    assert Tally.objects.get().confirmed == 1


def test_bricks_and_address_change_with_the_letter(signature):
    people.offer_bricks(signature.appeal, en=("I am a baker too.", "I knew her.", "I am her sister."))
    amend(signature, bricks=(2, 1), postal="1 Mill Lane\nYO1 2AB")
    once = Signature.objects.select_related("appeal").get()
    assert (once.bricks, once.postal) == ([1, 2], "1 Mill Lane\nYO1 2AB")
    assert once.agreed["ending"] == ["Please tell me where she is.", "I am a baker too.", "I knew her."]
    assert once.agreed["sender_line"] == "Amara N. Okafor, 1 Mill Lane, YO1 2AB, York, United Kingdom"
    assert once.agreed["signer"]["address_lines"] == ["1 Mill Lane", "YO1 2AB"]
    assert (once.moderation, once.agreed_digest) == ("none", merging.digest(once.agreed))

    # Meanwhile the text says something else: what she agreed to stays, a new tick brings what is approved now.
    text = once.appeal.texts.get(language="en")
    text.body, text.ending = "Another letter.", "Another end."
    text.bricks.filter(number=2).update(paragraph="I met her.")
    people.offer_bricks(once.appeal, en=())
    amend(once, bricks=(2, 3))
    assert Signature.objects.get().agreed["ending"] == [
        "Please tell me where she is.",
        "I knew her.",
        "I am her sister.",
    ]


def test_a_letter_from_before_bricks_were_numbered_keeps_its_text(signature):
    people.offer_bricks(signature.appeal, en=("I am a baker too.",))
    ending = ["Please tell me where she is.", "I am a baker too."]
    agreed = {name: words for name, words in signature.agreed.items() if name != "bricks"}
    signature.agreed, signature.bricks = {**agreed, "ending": ending}, [1]
    signature.save()
    form = AmendForm({"name": "Amara", "town": "Hull"}, signature=signature)
    assert (form.is_valid(), "bricks" in form.fields) == (True, False)
    amend(signature, bricks=(), town="Hull")
    assert Signature.objects.get().agreed["ending"] == ending


def test_words_that_stay_keep_what_was_decided_about_them(signature):
    amend(signature, own_words="I knew her.")
    Signature.objects.update(moderation="passed", moderated_by=people.dana(), moderated_at=NOW)
    passed = Signature.objects.select_related("appeal").get()
    amend(passed, own_words="I knew her.", town="Hull")
    passed.refresh_from_db()
    assert (passed.moderation, passed.agreed["signer"]["town"]) == ("passed", "Hull")
    amend(passed, own_words="I knew her well.")
    assert Signature.objects.get().moderation == "waiting"


def test_what_was_not_changed_keeps_its_reference(signature):
    same = {"name": signature.name, "town": signature.town}
    assert amend(signature, **same) is False
    assert Signature.objects.get().reference == signature.reference


def test_after_the_window_nothing_can_be_changed(signature):
    with pytest.raises(Refused, match="no longer possible"):
        amend(signature, now=signature.cooling_until - amending.MARGIN)
    assert Signature.objects.get().name == "Amara Okafor"


def test_the_second_of_two_windows_is_told_to_look_again(signature):
    other = Signature.objects.select_related("appeal").get()
    amend(signature)
    with pytest.raises(Refused):
        amend(other, name="Somebody else")
    assert Signature.objects.get().name == "Amara N. Okafor"


def test_who_took_it_back_changes_nothing(signature):
    signing.withdraw(signature=signature, now=NOW)
    with pytest.raises(Refused):
        amend(Signature.objects.select_related("appeal").get())


def test_refused_words_can_be_left_out_at_any_time(signature):
    amend(signature, own_words="Rude words.")
    Signature.objects.update(
        moderation="refused", moderated_by=people.dana(), moderated_at=NOW, refused_because="They are rude."
    )
    late = Signature.objects.select_related("appeal").get()
    assert amend(late, now=NOW + timedelta(days=3)) is True
    late.refresh_from_db()
    assert (late.moderation, late.refused_because, late.moderated_by) == ("none", "", None)


def test_editing_the_words_does_not_answer_a_doubt_about_the_act(signature):
    appeal = signature.appeal
    other = people.amara_confirms(
        appeal, email="ama@example.org", own_words="I knew her.", doubts=("No challenge was answered.",)
    )
    amend(other)
    other.refresh_from_db()
    assert (other.moderation, other.moderation_reasons) == ("waiting", "No challenge was answered.")


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("count", ""), ("initials", "A. O."), ("name", "Amara Okafor"), ("name_town", "Amara Okafor, Leeds")],
)
def test_the_page_names_her_as_she_chose_in_words_that_are_kept(signature, choice, shown):
    amending.show_as(signature=signature, choice=choice, language="de")
    signature.refresh_from_db()
    assert display.shown_as(signature) == shown
    assert (signature.display_wording, signature.display_version) == (
        display.wording(choice, "de"),
        display.VERSION,
    )


def test_i_sent_it_counts_once_and_can_be_undone(signature):
    assert self_sending.note_sent(signature=signature, now=NOW) is True
    assert self_sending.note_sent(signature=signature, now=NOW) is False
    assert Tally.objects.get().self_sent == 1
    assert self_sending.take_back(signature=signature) is True
    assert self_sending.take_back(signature=signature) is False
    assert Tally.objects.get().self_sent == 0


def test_who_sends_it_in_two_ways_has_sent_one_letter(signature):
    def number() -> int:
        return Tally.objects.get().self_sent

    assert self_sending.note_sent(signature=signature, by="post", now=NOW) is True
    assert self_sending.note_sent(signature=signature, by="post", now=NOW) is False
    assert self_sending.note_sent(signature=signature, by="mail", now=NOW) is True
    assert number() == 1
    assert self_sending.take_back(signature=signature, by="post") is True
    assert self_sending.take_back(signature=signature, by="post") is False
    assert number() == 1
    assert self_sending.take_back(signature=signature, by="mail") is True
    assert number() == 0
    row = Signature.objects.get()
    assert (row.self_sent_at, row.self_posted_at, Tally.objects.get().posted) == (None, None, 0)
