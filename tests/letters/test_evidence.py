"""The evidence of a letter is whole, claims no more than is known, and names nobody who signed."""

import json

import pytest
from django.urls import reverse

from letters import counting, evidence, inboxes, taking_replies
from letters.models import Letter
from outbox.intake import take_in
from outbox.models import Message
from outbox.noting import News, note
from outbox.return_addresses import bounce_address, reply_address
from outbox.sending import send_due
from tests.letters.factories import enqueued_letters
from tests.outbox import answers
from tests.people import NOW

OFFICE = "embassy-gb@mission.example"


@pytest.fixture
def letter(appeal, settings, tmp_path):
    settings.OUTCRY_FROM_NAME = "Outcry"
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    settings.OUTCRY_TRANSPORT, settings.OUTCRY_MAIL_FOLDER = "folder", tmp_path / "mail"
    letter = enqueued_letters(appeal)[0]
    Message.objects.filter(kind="confirmation").delete()
    assert send_due(stream="letter", clock=lambda: letter.due_at) == {"accepted": 1}
    counting.count_accepted(now=NOW)
    news = News(letter.message_id, "mail:1:0", "soft", "mail", letter.due_at, "5.2.2", "full", "mx.example")
    note([news], now=letter.due_at)
    inboxes.heed(now=letter.due_at)
    take_in(
        answers.answer(sender=OFFICE, to=reply_address(letter.message_id), text="Dear Amara"),
        came_through="pipe",
        now=NOW,
    )
    taking_replies.take_over(now=NOW)
    return Letter.objects.select_related("appeal", "target", "message").get()


def test_the_evidence_of_a_letter_is_whole(letter):
    found = evidence.evidence([letter], now=NOW)["letters"][0]
    message, at = letter.message, letter.due_at.isoformat()
    attempt = message.attempts.get()
    reply = letter.replies.get()
    assert found == {
        "reference": letter.reference,
        "digest": letter.digest,
        "language": "en",
        "appeal": "free-the-baker",
        "office": "Embassy of Kazakhstan in GB",
        "state": "accepted",
        "reason": "",
        "frozen_at": letter.created_at.isoformat(),
        "due_at": at,
        "accepted_at": letter.accepted_at.isoformat(),
        "came_back_at": at,
        "answered_at": NOW.isoformat(),
        "posted_at": None,
        "posted_via": "",
        "follow_ups": [],
        "message": {
            "message_id": message.message_id,
            "envelope": {"from": bounce_address(message.pk), "to": [OFFICE, "copy@campaign.example"]},
            "state": "sent",
            "reason": "",
            "queued_at": message.created_at.isoformat(),
            "tries": 1,
            "accepted_at": message.sent_at.isoformat(),
            "server_answer": message.server_answer,
            "queue_id": message.queue_id,
            "body_digest": message.body_digest,
        },
        "attempts": [
            {
                "started_at": attempt.started_at.isoformat(),
                "ended_at": attempt.ended_at.isoformat(),
                "outcome": "accepted",
                "code": 250,
                "enhanced": "",
                "answer": attempt.answer,
            }
        ],
        "notices": [
            {
                "at": at,
                "noted_at": at,
                "kind": "soft",
                "told_by": "mail",
                "about_the_recipient": True,
                "enhanced": "5.2.2",
                "said": "full",
                "reporter": "mx.example",
            }
        ],
        "replies": [
            {
                "came_at": NOW.isoformat(),
                "sort": "answer",
                "channel": "reply",
                "outcome": "",
                "answers_all": False,
                "digest": reply.digest,
                "attachments": 0,
            }
        ],
    }
    assert (message.queue_id != "", len(message.body_digest)) == (True, 64)


def test_it_names_nobody_who_signed_and_calls_nothing_delivered(letter):
    whole = json.dumps(evidence.evidence([letter], now=NOW))
    signer = letter.frozen["signer"]
    assert [word for word in (signer["name"], "Amara", "signer0@example.org") if word in whole] == []
    assert "delivered" not in json.dumps(evidence.evidence([letter], now=NOW)["letters"])


def test_a_letter_that_has_not_left_has_evidence_of_that(appeal):
    letter = enqueued_letters(appeal)[0]
    found = evidence.evidence([Letter.objects.get(pk=letter.pk)], now=NOW)["letters"][0]
    assert (found["message"]["state"], found["attempts"], found["accepted_at"]) == ("queued", [], None)


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_told_in_a_known_number_of_queries(appeal, django_assert_num_queries, count):
    enqueued_letters(appeal, count)
    letters = list(Letter.objects.select_related("appeal", "target", "message"))
    with django_assert_num_queries(5):
        assert len(evidence.evidence(letters, now=NOW)["letters"]) == count


def test_dana_takes_the_file_at_the_desk_and_that_is_kept(letter, admin_client):
    data = {"action": "evidence_file", "_selected_action": [letter.pk]}
    answer = admin_client.post(reverse("admin:letters_letter_changelist"), data)
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{letter.reference}.json"'
    assert answer.json()["letters"][0]["reference"] == letter.reference
    history = admin_client.get(reverse("admin:letters_letter_history", args=[letter.pk])).content.decode()
    assert "Evidence exported" in history
