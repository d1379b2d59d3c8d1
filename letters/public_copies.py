"""The public copy of an answer: one person writes it without what could harm anybody, another one publishes it.

The answer itself stays sealed. Who takes a copy off the page needs no second person: that must not wait.
"""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kit.refusals import Refused, reason_of
from kit.typed import clean_text
from letters.models import AnswerCopy, Letter, Reply
from letters.reply_log import REFERENCE
from letters.states import COPY_MOVES, CopyState
from trail.recording import recorded

MOST_CHARACTERS, MOST_LINES = 10_000, 300
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
CHANGED = "This copy was changed while you were reading it. Read it again."


@recorded
@transaction.atomic
def write(*, reply: Reply, text: str, language: str, by: Any, now: datetime) -> AnswerCopy:
    """Save words for the page; what stands there stays until a second person publishes these."""
    if reply.sort != Reply.Sort.ANSWER:
        raise Refused("A machine wrote this; it is no answer to publish.")
    if language not in dict(AnswerCopy._meta.get_field("language").choices or ()):
        raise Refused("Say in which language these words are.", field="language")
    words = _checked(reply, text)
    Reply.objects.select_for_update().get(pk=reply.pk)  # two at once: the second writes over the first
    copy = AnswerCopy.objects.filter(reply=reply).first() or AnswerCopy(reply=reply)
    copy.state, copy.text, copy.language = CopyState.DRAFT, words, language
    copy.written_by, copy.written_at = by, now
    copy.save()
    return copy


@recorded
@transaction.atomic
def publish(*, copy: AnswerCopy, by: Any, seen: str, now: datetime) -> None:
    """Put the words whose digest is `seen` on the page. Refused to who wrote them."""
    copy = AnswerCopy.objects.select_related("reply__letter").get(pk=copy.pk)
    COPY_MOVES.check(copy.state, CopyState.PUBLISHED, thing="copy")
    if by == copy.written_by:
        raise Refused("You wrote or last changed this copy. A second person has to publish it.")
    if seen != copy.digest:
        raise Refused(CHANGED)
    _checked(copy.reply, copy.text)
    changed = AnswerCopy.objects.filter(
        pk=copy.pk, state=CopyState.DRAFT, written_at=copy.written_at, written_by=copy.written_by
    ).update(
        state=CopyState.PUBLISHED,
        shown=copy.text,
        shown_language=copy.language,
        published_by=by,
        published_at=now,
    )
    if not changed:
        raise Refused(CHANGED)


@recorded
def withdraw(*, copy: AnswerCopy, by: Any, reason: str, now: datetime) -> None:
    """Take it off the page at once."""
    said = reason_of(reason)
    if not copy.shown and copy.state == CopyState.WITHDRAWN:
        raise Refused("This copy is withdrawn already.")
    AnswerCopy.objects.filter(pk=copy.pk).update(
        state=CopyState.WITHDRAWN,
        shown="",
        shown_language="",
        withdrawn_by=by,
        withdrawn_at=now,
        withdrawn_because=said,
    )


def _checked(reply: Reply, text: str) -> str:
    """The words, cleaned. Refused where they name a signer or hold an address or a reference: that is what redacting is for."""
    try:
        words = clean_text(text, limit=MOST_CHARACTERS, lines=MOST_LINES)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="text") from error
    if not words:
        raise Refused("Write what the page may say of this answer.", field="text")
    if found := ADDRESS.search(words) or REFERENCE.search(words.upper()):
        raise Refused(f"Take out {found[0]}: it leads to a person.", field="text")
    plain = _plain(words)
    for name in _names(reply):
        if _plain(name) in plain:
            raise Refused(f"Take out “{name}”: that is the name of who signed.", field="text")
    return words


def _names(reply: Reply) -> list[str]:
    """Of those whose letters it answers by name; an answer to all letters of an office names none of them, or should be filed so."""
    letters = Letter.objects.filter(Q(pk=reply.letter_id) | Q(also_answered_by=reply.pk))
    found = letters.select_related("signature").defer("frozen").distinct()
    return [name for letter in found if len(name := letter.signature.name.strip()) > 1]


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
