"""Bela drafts an appeal at the desk from a published case, in two languages; Dana reads, approves and opens it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from appeals import drafting
from appeals.models import AppealText, Brick, Translation
from campaigns import reviewing
from campaigns.models import Citation, Demand, Event, Source
from kit.languages import LETTER_LANGUAGES
from tests import people
from tests.appeals.desk import a_told_case, desk, page_of, press, save_text, start, waiting_for
from tests.people import NOW

pytestmark = pytest.mark.django_db
DRAFT_QUERIES = 21


@pytest.fixture
def bela() -> Client:
    return desk("bela")


@pytest.fixture
def dana() -> Client:
    return desk("dana")


@pytest.fixture
def case():
    return a_told_case()


def test_from_a_case_to_an_open_appeal_with_two_people(bela, dana, case):
    assert "The baker" in bela.get(reverse("admin:appeals_start")).content.decode()
    assert (
        "Release her at once." in bela.get(reverse("admin:appeals_start"), {"case": case.pk}).content.decode()
    )
    appeal = start(bela, case)
    assert appeal.act_before == datetime(2027, 1, 31, 18, 59, tzinfo=UTC)
    english, german = AppealText.objects.get(language="en"), AppealText.objects.get(language="de")
    assert (english.needs_speaker, german.needs_speaker) == (False, True)
    assert "No text of this appeal is approved" in page_of(bela, appeal)

    # She fills one gap and presses the wrong button: nothing that she typed is lost.
    one = {
        "english_0": "Her sister",
        "words_0": "ihre Schwester",
        "lead": "Sie buk Brot.",
        "button": "submit",
    }
    assert "has a gap: ⟦translate: Two men took her away⟧" in save_text(bela, german, **one)
    page = save_text(bela, german, title="", english_0="Two men took her away", words_0="Zwei Männer")
    assert 'maxlength="1000">Zwei Männer</textarea>' in page
    other = {"english_0": "Two men took her away", "words_0": "Zwei Männer holten sie ab."}
    never_asked = {"english_1": "never asked", "words_1": "x"}
    assert "1 gap filled." in save_text(bela, german, **other, **never_asked)
    german.refresh_from_db()
    assert "ihre Schwester. Zwei Männer holten sie ab." in german.body
    assert german.lead == "Sie buk Brot."
    assert Translation.objects.count() == 2
    assert "Read and approve" not in waiting_for(dana)
    press(bela, german, "submit")
    save_text(bela, english, lead="She baked.", button="submit")
    for text in (german, english):
        door = reverse("admin:appeals_appealtext_change", args=[text.pk])
        assert [f'<a href="{door}">' in waiting_for(one) for one in (bela, dana)] == [False, True]
    assert "has to read it first" in press(dana, german, "approve")
    press(dana, german, "read")
    press(dana, german, "approve")
    assert "A second person has to approve it" in press(bela, english, "approve")
    press(dana, english, "approve")
    german.refresh_from_db()
    assert (german.state, german.speaker.username, german.approved_by.username) == (
        "approved",
        "dana",
        "dana",
    )
    assert "Nobody has looked at what its first week would send" in page_of(dana, appeal)
    look_ahead = reverse("admin:letters_simulate", args=[appeal.pk])
    assert dana.post(look_ahead, {"flow": "GB 3"}).status_code == 200
    assert "Nothing is missing" in page_of(dana, appeal)
    asked = ["Look whether it can be opened: " in waiting_for(one) for one in (bela, dana)]
    assert asked == [True, False]
    assert "A second person has to open it" in press(dana, appeal, "open")
    press(bela, appeal, "open")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.opened_by.username) == ("open", "bela")
    press(dana, appeal, "won", reason="She is free.")
    press(dana, appeal, "archived")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_because) == ("archived", "She is free.")


def test_an_edit_takes_the_speakers_reading_away_unless_the_speaker_edits(bela, dana, case):
    start(bela, case, languages=["de"])
    text = AppealText.objects.get()
    AppealText.objects.update(**dict.fromkeys(("lead", "story", "body"), "Satz"))
    press(dana, text, "read")
    save_text(dana, text, lead="Anders")
    text.refresh_from_db()
    assert (text.lead, text.speaker.username, text.written_by.username) == ("Anders", "dana", "dana")
    save_text(bela, text)  # nothing was changed, so nobody has written it
    text.refresh_from_db()
    assert (text.speaker.username, text.written_by.username) == ("dana", "dana")
    save_text(bela, text, lead="Wieder anders")
    text.refresh_from_db()
    assert (text.speaker, text.speaker_at, text.written_by.username) == (None, None, "bela")


def test_a_brick_is_part_of_what_is_approved(bela, case):
    appeal = people.an_open_appeal(case=case, languages=("en",))
    text = appeal.texts.get()
    Brick.objects.create(text=text, number=1, label="I am a baker", paragraph="I bake bread myself.")
    assert "approved once; the words or the demands have changed" in page_of(bela, text)


def test_a_changed_fact_is_shown_and_nothing_changes_by_itself(bela, dana, case):
    start(bela, case, languages=["en"])
    text = AppealText.objects.get()
    press(bela, text, "submit")
    press(dana, text, "approve")
    assert "The facts have changed" not in page_of(bela, text)
    Event.objects.update(text="Three men took her away.")
    reviewing.review_case(case=case, by=people.dana(), now=NOW)
    page = page_of(bela, text)
    assert "The facts have changed since this was drafted" in page
    assert "<ins>22 November 2026. Reported by: her sister. Three men took her away.</ins>" in page
    text.refresh_from_db()
    assert (text.state, "Two men" in text.body) == ("approved", True)
    press(bela, text, "keep")
    text.refresh_from_db()
    assert (text.state, "Two men" in text.body) == ("approved", True)
    assert "The facts have changed" not in page_of(bela, text)
    Event.objects.update(text="Four men took her away.")
    press(bela, text, "take_over")
    text.refresh_from_db()
    assert text.state == "draft"
    assert "⟦check: 22 November 2026. Reported by: her sister. Four men took her away.⟧" in text.body


def test_what_is_held_back_is_neither_offered_nor_drafted(bela, case):
    Event.objects.update(held_back=True)
    Demand.objects.create(key="secret", case=case, text="A secret demand", held_back=True)
    assert "secret demand" not in bela.get(reverse("admin:appeals_start"), {"case": case.pk}).content.decode()
    start(bela, case, languages=["en"])
    assert "Two men" not in AppealText.objects.get().body + AppealText.objects.get().story


def test_more_languages_are_drafted_later_and_those_that_are_there_stay(bela, case):
    appeal = start(bela, case, languages=["en"])
    AppealText.objects.update(title="My own words")
    bela.post(reverse("admin:appeals_add_language", args=[appeal.pk]), {"languages": ["kk", "tr"]})
    assert sorted(appeal.texts.values_list("language", flat=True)) == ["en", "kk", "tr"]
    assert appeal.texts.get(language="en").title == "My own words"


@pytest.mark.parametrize("count", [1, 3])
def test_drafting_costs_the_same_for_one_event_and_for_three_in_nine_languages(
    bela, case, count, django_assert_num_queries
):
    appeal = start(bela, case, languages=["en"])
    for number in range(1, count):
        event = Event.objects.create(key=f"more-{number}", case=case, text="They came again.")
        Citation.objects.create(source=Source.objects.get(), event=event)
    reviewing.review_case(case=case, by=people.dana(), now=NOW)
    with django_assert_num_queries(DRAFT_QUERIES):
        drafts = drafting.drafts(appeal, list(LETTER_LANGUAGES))
    assert drafts["en"].words["story"].count("They came again") == count - 1
