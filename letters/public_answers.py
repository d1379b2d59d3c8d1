"""Answers of offices as anyone may read them: which office, when, what it comes to, and the copy that was published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from appeals.models import Appeal
from letters.models import Reply
from letters.states import Outcome


@dataclass(frozen=True)
class Answer:
    appeal: int
    office: str
    came_on: date
    outcome: str  # in the active language; empty where nobody has judged it
    words: str  # empty: no copy of it is published
    language: str
    published_at: datetime | None


def published(appeals: Collection[Appeal]) -> list[Answer]:
    """Newest first. One query."""
    return [one for one in answers(appeals) if one.words]


def answers(appeals: Collection[Appeal]) -> list[Answer]:
    """All that a person wrote, the newest first; none of it but what was published is in it. One query."""
    rows = Reply.objects.answers().filter(appeal__in=appeals).select_related("letter__target", "copy")
    found = []
    for reply in rows.defer("raw", "letter__frozen").order_by("-came_at", "-pk"):
        copy = getattr(reply, "copy", None)
        found.append(
            Answer(
                reply.appeal_id,
                reply.letter.target.name,
                reply.came_at.date(),
                outcome_words(reply.outcome),
                copy.shown if copy else "",
                copy.shown_language if copy else "",
                copy.published_at if copy else None,
            )
        )
    return found


def outcome_words(outcome: str) -> str:
    return {
        Outcome.RECEIVED: _("The office says that it was received."),
        Outcome.PASSED: _("The office passes it on."),
        Outcome.REFUSED: _("The office refuses."),
        Outcome.PROMISED: _("The office promises something."),
        Outcome.GRANTED: _("The office grants a demand."),
    }.get(Outcome(outcome) if outcome else Outcome.OTHER, "")
