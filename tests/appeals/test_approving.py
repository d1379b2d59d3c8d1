"""Bela writes, Dana approves; what either of them changes afterwards is no longer approved."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from appeals import approving, gaps, previewing, publishing, stages, truth, waiting, wording
from appeals.models import Appeal, AppealText, Brick
from campaigns import reviewing
from campaigns.models import DemandText, Salutation
from kit.refusals import Refused
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> AppealText:
    """Bela's English text, not submitted yet."""
    appeal = people.an_appeal(languages=())
    text = AppealText(appeal=appeal, language="en", **people.TEXTS["en"])
    approving.write(text=text, by=people.bela(), now=NOW)
    return text


def again(text: AppealText) -> AppealText:
    return AppealText.objects.select_related("appeal").get(pk=text.pk)


def test_bela_cannot_approve_what_she_wrote(draft):
    approving.submit(text=draft, by=people.bela(), now=NOW)
    with pytest.raises(Refused, match="A second person has to approve it"):
        approving.approve(text=again(draft), by=people.bela(), now=NOW)
    assert again(draft).state == "in_review"


def test_dana_approves_exactly_these_words(draft):
    approving.submit(text=draft, by=people.bela(), now=NOW)
    approving.approve(text=again(draft), by=people.dana(), now=NOW)
    text = again(draft)
    demands = wording.demands_in([text.appeal])[text.appeal_id]
    assert (text.state, text.approved_by, text.approved_at) == ("approved", people.dana(), NOW)
    assert text.digest == wording.digest(text, demands)


def test_nobody_approves_a_draft_that_was_not_submitted(draft):
    with pytest.raises(Refused):
        approving.approve(text=draft, by=people.dana(), now=NOW)


def test_what_changed_while_dana_was_reading_is_not_approved(draft, monkeypatch):
    approving.submit(text=draft, by=people.bela(), now=NOW)
    real = wording.demands_in

    def bela_saves_meanwhile(appeals):
        AppealText.objects.update(body="Other words.", written_at=NOW + timedelta(minutes=1))
        return real(appeals)

    monkeypatch.setattr(wording, "demands_in", bela_saves_meanwhile)
    with pytest.raises(Refused, match="changed while you were reading"):
        approving.approve(text=again(draft), by=people.dana(), now=NOW)
    assert again(draft).state == "in_review"


def test_words_that_were_submitted_anew_since_the_page_was_opened_are_read_again(draft):
    approving.submit(text=draft, by=people.bela(), now=NOW)
    text = again(draft)
    read = wording.digest(text, wording.demands_in([text.appeal])[text.appeal_id])
    text.body = "Other words."
    approving.write(text=text, by=people.bela(), now=NOW)
    approving.submit(text=text, by=people.bela(), now=NOW)
    with pytest.raises(Refused, match="changed while you were reading"):
        approving.approve(text=again(draft), by=people.dana(), seen=read, now=NOW)
    AppealText.objects.update(needs_speaker=True)
    with pytest.raises(Refused, match="changed while you were reading"):
        approving.read_as_speaker(text=again(draft), by=people.dana(), seen=read, now=NOW)
    assert again(draft).state == "in_review"


def test_dana_sends_it_back_with_a_reason(draft):
    approving.submit(text=draft, by=people.bela(), now=NOW)
    with pytest.raises(Refused):
        approving.send_back(text=again(draft), by=people.dana(), reason=" ", now=NOW)
    approving.send_back(text=again(draft), by=people.dana(), reason="Who says that?", now=NOW)
    text = again(draft)
    assert (text.state, text.sent_back_because) == ("draft", "Who says that?")


def test_whatever_is_changed_takes_the_approval_away():
    appeal = people.an_open_appeal(languages=("en",))
    people.offer_bricks(appeal, en=("I am a baker too.",))
    office = people.an_embassy(country="GB")
    changes = [(AppealText, {field: "Changed."}) for field in gaps.FIELDS]
    changes += [
        (Brick, change) for change in ({"number": 2}, {"label": "Changed."}, {"paragraph": "Changed."})
    ]
    changes += [(Appeal, {"represents": "BY"}), (Appeal, {"fallback": office})]
    changes += [(AppealText, {"salutations": {str(office.pk): "Hello"}})]
    for model, change in changes:
        before = transaction.savepoint()
        model.objects.update(**change)
        changed = Appeal.objects.get()
        assert previewing.approved_wordings(changed).texts == {}, change
        assert truth.may_not_act([appeal.pk], NOW)[appeal.pk]["en"] == (
            "The text in this language is not approved as it stands now."
        )
        transaction.savepoint_rollback(before)
        assert list(previewing.approved_wordings(Appeal.objects.get()).texts) == ["en"]


def test_letters_begin_as_dana_read_it_whatever_the_directory_says_since():
    office = people.an_embassy(country="GB")
    appeal = people.an_open_appeal(languages=("en",))

    def begins() -> str:
        wordings = previewing.approved_wordings(appeal)
        letter = previewing.for_country(appeal=appeal, wordings=wordings, country="GB", day=NOW.date())
        return letter.agreed["salutation"]

    Salutation.objects.update(text="Mister Ambassador")
    later = people.an_embassy(country="DE")
    assert begins() == "Your Excellency,"
    text = again(appeal.texts.get())
    approving.send_back(text=text, by=people.dana(), reason="The embassy asks for it.", now=NOW)
    approving.submit(text=again(text), by=people.bela(), now=NOW)
    text = again(text)
    text.salutations = wording.salutations_for(text)
    read = wording.digest(text, wording.demands_in([appeal])[appeal.pk])
    Salutation.objects.filter(target=office).update(text="Madam Ambassador")
    with pytest.raises(Refused, match="changed while you were reading"):
        approving.approve(text=text, by=people.dana(), seen=read, now=NOW)
    approving.approve(text=text, by=people.dana(), now=NOW)
    assert again(text).salutations == {str(office.pk): "Madam Ambassador", str(later.pk): "Your Excellency"}
    assert begins() == "Madam Ambassador,"


def test_a_changed_demand_takes_the_approval_away_in_its_language_only():
    appeal = people.an_open_appeal()
    DemandText.objects.filter(language="de").update(text="Etwas anderes.")
    assert list(previewing.approved_wordings(appeal).texts) == ["en"]


def test_a_text_is_not_submitted_while_a_demand_lacks_its_language(draft):
    draft.language = "ru"
    draft.save()
    with pytest.raises(Refused, match="Demand 1 has no wording in this language"):
        approving.submit(text=draft, by=people.bela(), now=NOW)


def test_what_no_letter_can_print_is_not_submitted(draft):
    draft.body += "\n\nФ 山"
    draft.save()
    Brick.objects.create(text=draft, number=1, label="🕊", paragraph="Peace 🕊")
    demands = wording.demands_in([draft.appeal])[draft.appeal_id]["en"]
    assert approving.missing(draft, demands) == [
        "The letter cannot print 山 in its letter before the demands. Write it without.",
        "The letter cannot print 🕊 in its brick 1. Write it without.",
    ]
    with pytest.raises(Refused, match="cannot print 山"):
        approving.submit(text=draft, by=people.bela(), now=NOW)


def test_a_letter_that_no_office_would_read_is_not_submitted(draft):
    demands = wording.demands_in([draft.appeal])[draft.appeal_id]["en"]
    others = sum(map(len, [*demands, draft.ending]))
    draft.body = "a" * (approving.MOST_CHARACTERS - others)
    assert approving.missing(draft, demands) == []
    draft.body += "bcd"
    draft.save()
    with pytest.raises(Refused, match=r"has 6,003 characters .* may have 6,000, .* Take out 3"):
        approving.submit(text=draft, by=people.bela(), now=NOW)


def test_an_appeal_opens_only_with_an_approved_text(draft):
    with pytest.raises(Refused, match="No text of this appeal is approved"):
        publishing.open_appeal(appeal=draft.appeal, by=people.bela(), now=NOW)
    assert Appeal.objects.get().state == "draft"


def test_dana_approved_a_text_and_does_not_open_the_appeal_the_first_time():
    appeal = people.an_appeal()
    with pytest.raises(Refused, match="A second person has to open it"):
        publishing.open_appeal(appeal=appeal, by=people.dana(), now=NOW)
    assert [one.link for one in waiting.for_person(_may_open(people.dana()))] == []
    assert len(waiting.for_person(_may_open(people.bela()))) == 1
    publishing.open_appeal(appeal=appeal, by=people.bela(), now=NOW)
    appeal.refresh_from_db()
    publishing.close(appeal=appeal, by=people.dana(), reason="A pause.", now=NOW)
    appeal.refresh_from_db()
    publishing.open_appeal(appeal=appeal, by=people.dana(), now=NOW)
    assert Appeal.objects.get().state == "open"


def _may_open(person):
    person.user_permissions.add(Permission.objects.get(codename="open_appeal"))
    return person


def test_the_act_before_date_closes_by_itself_once():
    appeal = people.an_open_appeal(act_before=NOW + timedelta(days=1))
    assert publishing.close_past(now=NOW) == 0
    later = NOW + timedelta(days=2)
    assert (publishing.close_past(now=later), publishing.close_past(now=later)) == (1, 0)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_at, appeal.closed_by) == ("closed", later, None)


def test_closing_needs_a_reason_and_stops_its_letters():
    appeal = people.an_open_appeal()
    with pytest.raises(Refused, match="Say why"):
        publishing.close(appeal=appeal, by=people.dana(), reason="", now=NOW)
    publishing.win(appeal=appeal, by=people.dana(), reason="She is free.", now=NOW)
    assert truth.may_not_act([appeal.pk], NOW)[appeal.pk]["*"] == "The appeal is won."


@pytest.mark.parametrize("count", [1, 3])
def test_truth_takes_fifteen_statements_for_one_case_and_for_three(count, django_assert_num_queries):
    slugs = ("baker", "weaver", "welder")[:count]
    appeals = [people.an_open_appeal(case=people.a_case(slug=slug)).pk for slug in slugs]
    with django_assert_num_queries(15):
        reasons = truth.may_not_act(appeals, NOW)
    assert [(pk, "en" in found, "*" in found) for pk, found in reasons.items()] == [
        (pk, False, False) for pk in appeals
    ]


def test_a_demand_held_back_later_leaves_with_no_letter_and_its_text_is_not_submitted_again():
    appeal = people.an_open_appeal(languages=("en",))
    appeal.case.demands.update(held_back=True)
    assert previewing.approved_wordings(appeal).texts == {}
    assert "en" in truth.may_not_act([appeal.pk], NOW)[appeal.pk]
    text = appeal.texts.get()
    approving.write(text=text, by=people.bela(), now=NOW)
    with pytest.raises(Refused, match="the demand is held back"):
        approving.submit(text=text, by=people.bela(), now=NOW)


def test_a_translation_of_a_demand_that_nobody_has_read_is_none():
    appeal = people.an_open_appeal()
    reviewing.unreview(claims=DemandText.objects.all())
    assert list(previewing.approved_wordings(appeal).texts) == ["en"]


def test_an_archived_appeal_was_won_or_closed_before_and_never_opens_again():
    appeal = people.an_open_appeal()
    with pytest.raises(Refused):
        publishing.archive(appeal=appeal, by=people.dana(), now=NOW)
    publishing.close(appeal=appeal, by=people.dana(), reason="Its time is over.", now=NOW)
    appeal.refresh_from_db()
    publishing.archive(appeal=appeal, by=people.dana(), now=NOW)
    with pytest.raises(Refused):
        publishing.open_appeal(appeal=appeal, by=people.bela(), now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_because) == ("archived", "Its time is over.")


def test_the_stage_of_an_appeal_is_read_from_its_texts(draft):
    appeal = draft.appeal
    assert stages.stage(appeal) == "draft"
    approving.submit(text=draft, by=people.bela(), now=NOW)
    assert stages.stage(appeal) == "in review"
    approving.approve(text=again(draft), by=people.dana(), now=NOW)
    assert stages.stage(appeal) == "approved"
    AppealText.objects.update(lead="Changed.")
    assert stages.stage(appeal) == "draft"
