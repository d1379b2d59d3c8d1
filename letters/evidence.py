"""Everything that is known of how letters left and what came of them, as plain data for a file.

It proves what happened to a letter without saying who signed it: whoever holds the letter, or its reference and
verification code, can check the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from letters.models import FollowUp, Letter, Reply
from outbox.models import Attempt, Message, Notice
from outbox.return_addresses import bounce_address

# Evidence is only worth what its words claim; a reader who was not there needs them.
MEANINGS = {
    "accepted": "A mail server took the message over and answered so. Nobody here knows whether it was delivered or read.",
    "passed_on": "A mail server said that the next one took it, or that it lies in the mailbox. Nobody here knows whether it was read.",
    "came_back": "After it was accepted, a mail server reported that it could not be brought to the office.",
    "digest": "SHA-256 of the words that the signer agreed to. The letter bears it.",
    "body_digest": "SHA-256 of the bytes that were handed to the mail server.",
}


def evidence(letters: Sequence[Letter], *, now: datetime) -> dict[str, Any]:
    """Return what a JSON file holds; times are ISO 8601 in UTC. Five queries; appeal, target and message must be loaded."""
    sent_again = _by(
        FollowUp.objects.filter(letter__in=letters).select_related("message").order_by("number"), "letter_id"
    )
    numbers = [letter.message_id for letter in letters if letter.message_id]
    numbers += [one.message_id for rows in sent_again.values() for one in rows if one.message_id]
    attempts = _by(Attempt.objects.filter(message__in=numbers).order_by("started_at", "pk"), "message_id")
    notices = _by(Notice.objects.filter(message__in=numbers).order_by("at", "pk"), "message_id")
    replies = _replies(letters)
    return {
        "made_at": now.isoformat(),
        "made_by": settings.OUTCRY_FROM_NAME,
        "meanings": MEANINGS,
        "letters": [
            {
                **_letter(letter),
                **_mailed(letter, letter.message, attempts, notices),
                "follow_ups": [
                    {**_follow_up(one), **_mailed(letter, one.message, attempts, notices)}
                    for one in sent_again[letter.pk]
                ],
                "replies": [_reply(one) for one in replies[letter.pk]],
            }
            for letter in letters
        ],
    }


def _by(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _replies(letters: Sequence[Letter]) -> dict[int, list[Reply]]:
    """{letter: its replies in the order in which they came}: of one to several letters, or to all, a row with each. Two queries."""
    also: dict[int, set[int]] = defaultdict(set)
    for reply, named in Reply.also.through.objects.filter(letter__in=letters).values_list("reply", "letter"):
        also[reply].add(named)
    appeals, targets = {one.appeal_id for one in letters}, {one.target_id for one in letters}
    all_of_them = Q(answers_all=True, appeal__in=appeals, letter__target__in=targets)
    rows = Reply.objects.filter(Q(letter__in=letters) | Q(pk__in=list(also)) | all_of_them)
    rows = rows.select_related("letter").defer("raw", "letter__frozen").order_by("came_at", "pk")
    found: dict[int, list[Reply]] = defaultdict(list)
    for one in rows:
        for letter in letters:
            if letter.pk == one.letter_id or letter.pk in also[one.pk] or one.answers_with_all(letter):
                found[letter.pk].append(one)
    return found


def _mailed(
    letter: Letter,
    message: Message | None,
    attempts: Mapping[Any, list[Attempt]],
    notices: Mapping[Any, list[Notice]],
) -> dict[str, Any]:
    number = message.pk if message else None
    return {
        "message": _message(letter, message) if message else None,
        "attempts": [_attempt(one) for one in attempts[number]],
        "notices": [_notice(one) for one in notices[number]],
    }


def _follow_up(one: FollowUp) -> dict[str, Any]:
    return {
        "step": one.number,
        "by": one.channel,
        "state": one.state,
        "reason": one.reason,
        "since": _at(one.created_at),
        "ended_at": _at(one.ended_at),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "reference": letter.reference,
        "digest": letter.digest,
        "language": letter.language,
        "appeal": letter.appeal.slug,
        "office": letter.target.name,
        "state": letter.state,
        "reason": letter.reason,
        "frozen_at": _at(letter.created_at),
        "due_at": _at(letter.due_at),
        "accepted_at": _at(letter.accepted_at),
        "came_back_at": _at(letter.came_back_at),
        "answered_at": _at(letter.answered_at),
        "posted_at": _at(letter.posted_at),
        "posted_via": letter.posted_via,
    }


def _message(letter: Letter, message: Message) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "envelope": {
            "from": bounce_address(message.pk),
            "to": [str(message.recipient), *letter.frozen.get("copies_to", [])],
        },
        "state": message.state,
        "reason": message.reason,
        "queued_at": _at(message.created_at),
        "tries": message.tries,
        "accepted_at": _at(message.sent_at),
        "server_answer": message.server_answer,
        "queue_id": message.queue_id,
        "body_digest": message.body_digest,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "started_at": _at(attempt.started_at),
        "ended_at": _at(attempt.ended_at),
        "outcome": attempt.outcome,
        "code": attempt.code,
        "enhanced": attempt.enhanced,
        "answer": attempt.answer,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "at": _at(notice.at),
        "noted_at": _at(notice.noted_at),
        "kind": notice.kind,
        "told_by": notice.source,
        "about_the_recipient": notice.of_recipient,
        "enhanced": notice.enhanced,
        "said": notice.said,
        "reporter": notice.reporter,
    }


def _reply(reply: Reply) -> dict[str, Any]:
    """That there was an answer; its words name who signed, and stay."""
    return {
        "came_at": _at(reply.came_at),
        "sort": reply.sort,
        "channel": reply.channel,
        "outcome": reply.outcome,
        "answers_all": reply.answers_all,
        "digest": reply.digest,
        "attachments": reply.attachments,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
