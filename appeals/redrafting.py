"""When facts change after a text was drafted: show what the draft would say now, and let a person take it over or keep theirs.

A text never changes by itself. What the person wrote is never overwritten: where the draft's old words no longer stand
in the text, the new ones come beside them as a gap that has to be looked at before the text can be submitted.
"""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction

from appeals import approving, drafting
from appeals.drafting import Drafted
from appeals.gaps import CHECK, FIELDS, gap
from appeals.models import AppealText
from campaigns.states import CaseState
from kit.refusals import Refused
from trail.recording import recorded

PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Line:
    mark: str  # "same", "gone", "new"
    words: str


@dataclass(frozen=True)
class Change:
    field: str
    place: str  # in words
    lines: list[Line]
    edited: bool  # a person has changed these words since they were drafted


@dataclass(frozen=True)
class News:
    """The facts are no longer those of the draft. No changes: they do not show in this text, the demands may."""

    changes: list[Change]
    now: Drafted


def news(text: AppealText) -> News | None:
    """Return None for a text that was typed by hand or whose facts are as they were when it was drafted."""
    if not text.facts_digest or text.appeal.case.state != CaseState.PUBLISHED:
        return None
    drafted = drafting.draft(text.appeal, text.language)
    if drafted.facts_digest == text.facts_digest:
        return None
    changes = [
        Change(
            field, place, _diff(text.drafted.get(field, ""), drafted.words[field]), _is_edited(text, field)
        )
        for field, place in FIELDS.items()
        if text.drafted.get(field, "") != drafted.words[field]
    ]
    return News(changes, drafted)


@recorded
@transaction.atomic
def take_over(*, text: AppealText, by: Any, now: datetime) -> None:
    """Put the changed facts into the text; it is a draft of `by` again, whatever it was."""
    found = _news(text)
    for change in found.changes:
        old, new = text.drafted.get(change.field, ""), found.now.words[change.field]
        setattr(text, change.field, _merged(getattr(text, change.field), old, new))
    text.drafted, text.facts_digest = found.now.words, found.now.facts_digest
    approving.write(text=text, by=by, now=now)


@recorded
def keep(*, text: AppealText, by: Any, now: datetime) -> None:
    """Leave the text as it is and remember that somebody has seen what changed. Approval stays."""
    found = _news(text)
    AppealText.objects.filter(pk=text.pk).update(drafted=found.now.words, facts_digest=found.now.facts_digest)


def _news(text: AppealText) -> News:
    found = news(text)
    if found is None:
        raise Refused("The facts are those that this text was drafted from.")
    return found


def _is_edited(text: AppealText, field: str) -> bool:
    return getattr(text, field) != text.drafted.get(field, "")


def _diff(old: str, new: str) -> list[Line]:
    before, after = old.split(PARAGRAPH), new.split(PARAGRAPH)
    lines = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [Line("same", words) for words in before[i:j]]
        else:
            lines += [Line("gone", words) for words in before[i:j]]
            lines += [Line("new", words) for words in after[k:m]]
    return [line for line in lines if line.words]


def _merged(current: str, old: str, new: str) -> str:
    """Three ways, paragraph by paragraph: current words where nothing changed, new ones where the old still stand."""
    if current == old:
        return new
    paragraphs, before, after = current.split(PARAGRAPH), old.split(PARAGRAPH), new.split(PARAGRAPH)
    place = 0  # after the last paragraph of the old draft that was found
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = before[i:j], after[k:m]
        where = [paragraphs.index(words) for words in gone if words in paragraphs]
        if tag == "equal":
            place = max([place, *(index + 1 for index in where)])
        elif len(where) == len(gone):
            at = min(where, default=min(place, len(paragraphs)))
            paragraphs = [words for index, words in enumerate(paragraphs) if index not in where]
            paragraphs[at:at] = come
            place = at + len(come)
        else:
            asked = [gap(words, CHECK) for words in come or gone]
            at = min(place, len(paragraphs))
            paragraphs[at:at] = asked
            place = at + len(asked)
    return PARAGRAPH.join(words for words in paragraphs if words)
