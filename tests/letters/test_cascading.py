"""She is released: every letter that has not left stops at once, and goes on or is cancelled by a person's word."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import reviewing, status
from campaigns.models import Beneficiary, Case, Citation, Source, StatusRecord
from campaigns.recording import record_status
from kit.refusals import Refused
from letters import cascading, dispatching, holding, mail, scheduling
from letters.models import Letter
from letters.on_hold import cases_on_hold
from outbox.kinds import Hold
from outbox.models import Message
from tests.config.test_admin_site import INLINE
from tests.letters.factories import (
    LATER,
    due_letters,
    enqueued_letters,
    frozen_letters,
    ready_letters,
)
from tests.people import NOW, bela, dana

NEWS = "The baker: released"


def released() -> StatusRecord:
    day = date(2026, 11, 20)
    record = StatusRecord(
        beneficiary=Beneficiary.objects.get(), status="released", precision="day", date_from=day, date_to=day
    )
    return record_status(record=record, source=Source.objects.get(), lines="9", by=bela(), now=NOW)


def lift(record: StatusRecord) -> None:
    """Dana reads the news against its source, and lets letters go on."""
    reviewing.review(claims=[record], by=dana(), now=NOW)
    status.lift_hold(record=record, reason="The demand stands.", by=dana(), now=LATER)


def stands(letter: Letter) -> tuple[str, str, Any]:
    letter.refresh_from_db()
    return letter.state, letter.reason, letter.due_at


@pytest.mark.parametrize("made", [frozen_letters, ready_letters, due_letters])
def test_a_release_holds_what_has_not_left_with_the_reason(appeal, made) -> None:
    letter = made(appeal)[0]
    released()
    assert cascading.follow(now=LATER) == (1, 0)
    assert stands(letter) == ("held", NEWS, None)
    assert cascading.follow(now=LATER) == (0, 0)


def test_parked_letters_and_every_appeal_on_the_case_are_held(appeal) -> None:
    letters = ready_letters(appeal, 2)
    Letter.objects.filter(pk=letters[0].pk).update(state="parked", reason="No address.")
    released()
    assert cascading.hold_unsent(now=LATER) == 2
    assert [stands(letter)[0] for letter in letters] == ["held", "held"]


def test_a_message_that_waits_in_the_outbox_is_held_there(appeal) -> None:
    letter = enqueued_letters(appeal)[0]
    record = released()
    assert cascading.hold_unsent(now=LATER) == 1
    message = Message.objects.get(pk=letter.message_id)
    assert (message.state, message.reason, message.hold_ref) == ("held", NEWS, f"status:{record.pk}")


def test_a_message_in_flight_is_stopped_when_it_asks_whether_it_may_leave(appeal) -> None:
    letter = enqueued_letters(appeal)[0]
    message = Message.objects.get(pk=letter.message_id)
    assert mail.may_leave([message], letter.due_at) == {}
    record = released()  # no ring was heard, no tick has come
    assert mail.may_leave([message], letter.due_at) == {message.pk: Hold(NEWS, f"status:{record.pk}")}


def test_the_whole_chain_recorded_held_lifted_left(appeal) -> None:
    waiting = due_letters(appeal)[0]
    record = released()
    cascading.follow(now=LATER)
    assert dispatching.dispatch_due(now=waiting.due_at) == 0
    lift(record)
    assert cascading.follow(now=LATER) == (0, 1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.decided_by) == ("ready", "The demand stands.", dana())
    scheduling.schedule(now=LATER)
    waiting.refresh_from_db()
    assert dispatching.dispatch_due(now=waiting.due_at) == 1


def test_after_the_lift_a_message_goes_on(appeal) -> None:
    enqueued = enqueued_letters(appeal)[0]
    record = released()
    cascading.follow(now=LATER)
    lift(record)
    cascading.follow(now=LATER)
    message = Message.objects.get(pk=enqueued.message_id)
    assert (message.state, message.decided_by, message.hold_ref) == ("queued", dana(), "")


def test_after_the_lift_a_letter_without_pdf_is_rendered(appeal) -> None:
    bare = frozen_letters(appeal)[0]
    record = released()
    cascading.follow(now=LATER)
    lift(record)
    assert cascading.follow(now=LATER) == (0, 1)
    assert stands(bare)[0] == "frozen"


def test_what_a_person_or_another_reason_has_held_stays_held_after_the_lift(appeal) -> None:
    by_hand, in_doubt, damaged = (*enqueued_letters(appeal, 1), *frozen_letters(appeal, 3)[1:])
    by_hand, in_doubt = in_doubt, by_hand
    holding.hold(Letter.objects.filter(pk=by_hand.pk), by=bela(), reason="Wrong office?", now=NOW)
    Letter.objects.filter(pk=damaged.pk).update(state="held", reason="No glyphs.", decided_at=NOW)
    Message.objects.filter(pk=in_doubt.message_id).update(state="held", reason="It may have left.")
    record = released()
    cascading.follow(now=LATER)
    lift(record)
    assert cascading.follow(now=LATER) == (0, 0)
    assert [stands(one)[1] for one in (by_hand, damaged)] == ["Wrong office?", "No glyphs."]
    assert Message.objects.get(pk=in_doubt.message_id).reason == "It may have left."


def test_what_was_held_is_found_again_by_its_record_and_not_by_its_words(appeal) -> None:
    waiting, by_hand = ready_letters(appeal, 2)
    holding.hold(Letter.objects.filter(pk=by_hand.pk), by=None, reason=NEWS, now=NOW)
    record = released()
    cascading.follow(now=LATER)
    Beneficiary.objects.update(name="The baker of Exampletown")  # the name in the reason is the old one now
    lift(record)
    assert cascading.follow(now=LATER) == (0, 1)
    assert [stands(one)[:2] for one in (waiting, by_hand)] == [
        ("ready", "The demand stands."),
        ("held", NEWS),
    ]
    assert Letter.objects.filter(held_for__isnull=False).count() == 0


def test_a_letter_whose_turn_came_before_the_tick_is_held_for_the_same_record(appeal) -> None:
    letter = due_letters(appeal)[0]
    record = released()
    assert dispatching.dispatch_due(now=letter.due_at) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.held_for) == ("held", NEWS, record)
    lift(record)
    assert cascading.follow(now=LATER) == (0, 1)


def test_a_record_that_is_deleted_lets_nothing_leave(appeal) -> None:
    letter = ready_letters(appeal)[0]
    record = released()
    cascading.follow(now=LATER)
    record.delete()
    assert cascading.follow(now=LATER) == (0, 0)
    assert stands(letter)[:2] == ("held", NEWS)


def test_news_that_nobody_has_read_against_its_source_holds_even_after_the_lift(appeal) -> None:
    letter = ready_letters(appeal)[0]
    record = released()
    cascading.follow(now=LATER)
    status.lift_hold(record=record, reason="The demand stands.", by=dana(), now=LATER)
    assert cascading.follow(now=LATER) == (0, 0)
    reviewing.review(claims=[record], by=dana(), now=LATER)
    assert cascading.follow(now=LATER) == (0, 1)
    assert stands(letter)[0] == "ready"


def test_two_pieces_of_news_need_two_lifts(appeal) -> None:
    letter = ready_letters(appeal)[0]
    first = released()
    second = StatusRecord.objects.create(beneficiary=Beneficiary.objects.get(), status="transferred")
    Citation.objects.create(source=Source.objects.get(), status_record=second)
    cascading.follow(now=LATER)
    lift(first)
    assert cascading.follow(now=LATER) == (0, 0)
    lift(second)
    assert cascading.follow(now=LATER) == (0, 1)
    assert stands(letter)[0] == "ready"


def test_dana_cancels_what_is_held_for_good(appeal) -> None:
    sent_later = enqueued_letters(appeal)[0]
    released()
    case = Case.objects.get()
    with pytest.raises(Refused, match="Say why"):
        cascading.cancel_held(case=case, by=dana(), reason=" ", now=LATER)
    assert cascading.cancel_held(case=case, by=dana(), reason="She is free.", now=LATER) == 1
    assert stands(sent_later)[:2] == ("cancelled", "She is free.")
    assert Message.objects.get(pk=sent_later.message_id).state == "cancelled"


def test_a_case_that_is_not_on_hold_cancels_nothing(appeal) -> None:
    ready_letters(appeal)
    with pytest.raises(Refused, match="not on hold"):
        cascading.cancel_held(case=Case.objects.get(), by=dana(), reason="x", now=LATER)


def test_a_tick_without_news_costs_three_queries_in_two_transactions(
    appeal, django_assert_num_queries
) -> None:
    ready_letters(appeal)
    with django_assert_num_queries(7):
        assert cascading.follow(now=LATER) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_holding_costs_the_same_for_one_letter_and_for_three(
    appeal, count, django_assert_num_queries
) -> None:
    ready_letters(appeal, count)
    released()
    with django_assert_num_queries(8):
        assert cascading.hold_unsent(now=LATER) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cases_on_hold_costs_the_same(appeal, count, django_assert_num_queries) -> None:
    ready_letters(appeal, count)
    released()
    with django_assert_num_queries(5):
        (one,) = cases_on_hold()
    assert (one.reason, one.letters["unsent"], one.letters["in_outbox"]) == (NEWS, count, 0)


def press(client: Client, button: str, **more: str) -> str:
    url = reverse("admin:letters_on_hold")
    return client.post(url, {"button": button, "case": Case.objects.get().pk, **more}, follow=True).text


def test_editors_see_the_cases_on_hold_and_decide_with_a_reason(appeal, client: Client) -> None:
    ready_letters(appeal)
    released()
    client.force_login(User.objects.create_superuser("root-dana"))
    url = reverse("admin:letters_on_hold")
    assert url in client.get(reverse("admin:campaigns_case_changelist")).text
    page = client.get(url).text
    assert NEWS in page
    assert "1 letter held or waiting" in page
    assert INLINE.findall(page) == []
    assert "Say why" in press(client, "lift", reason=" ")
    assert "letters go on" in press(client, "lift", reason="The demand stands.")
    assert "No case is on hold." in client.get(url).text


def test_chidi_neither_sees_nor_decides(appeal, client: Client) -> None:
    url = reverse("admin:letters_on_hold")
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert client.get(url).status_code == 403
    assert client.post(url, {"button": "lift"}).status_code == 403
