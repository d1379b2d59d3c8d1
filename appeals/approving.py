"""Submit, approve and send back an appeal text. Who last wrote it can't approve it: two people for every letter.

A drafted text in another language than English is read by a person who speaks the language, before it is approved.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import gaps, wording
from appeals.models import AppealText
from appeals.states import TEXT
from kit import fonts
from kit.glyphs import missing as missing_glyphs
from kit.languages import own_name
from kit.refusals import Refused, reason_of
from trail.recording import recorded

CHANGED = "This text was changed while you were reading it. Read it again."
# With 60 lines of a signer's own it then still has the pages that a letter may have (letters/rendering.py).
MOST_CHARACTERS = 6_000
UNAPPROVED: dict[str, Any] = {"approved_by": None, "approved_at": None, "digest": "", "salutations": {}}


@recorded
def write(*, text: AppealText, by: Any, now: datetime) -> None:
    """Save an edited or new text as a draft of `by`; whatever approval it had is gone.

    That a speaker read it stands only while the speaker is the one who edits.
    """
    text.state = AppealText.State.DRAFT
    text.approved_by = text.approved_at = None
    text.digest, text.salutations = "", {}
    if text.speaker_id is not None and text.speaker_id != by.pk:
        text.speaker = text.speaker_at = None
    text.written_by, text.written_at = by, now
    text.save()


@recorded
def submit(*, text: AppealText, by: Any, now: datetime) -> None:
    TEXT.check(text.state, AppealText.State.IN_REVIEW, thing="text")
    _checked(text)
    AppealText.objects.filter(pk=text.pk, state=text.state).update(
        state=AppealText.State.IN_REVIEW, sent_back_because=""
    )


@recorded
def read_as_speaker(*, text: AppealText, by: Any, now: datetime, seen: str | None = None) -> None:
    """`by` speaks the language of the text, has read the words whose digest is `seen` and stands for them."""
    if not text.needs_speaker:
        raise Refused("This text was written by a person; nobody has to read it as a speaker.")
    if text.state == AppealText.State.APPROVED:
        raise Refused("This text is approved already.")
    _checked(text, seen)
    changed = AppealText.objects.filter(pk=text.pk, state=text.state, written_at=text.written_at).update(
        speaker=by, speaker_at=now
    )
    if not changed:
        raise Refused(CHANGED)


@recorded
@transaction.atomic
def approve(*, text: AppealText, by: Any, now: datetime, seen: str | None = None) -> None:
    """Bind `by`'s approval to the digest of the words as they are in the database now, which is `seen` if that is given."""
    text = AppealText.objects.select_related("appeal").get(pk=text.pk)
    TEXT.check(text.state, AppealText.State.APPROVED, thing="text")
    if by == text.written_by:
        raise Refused("You wrote or last changed this text. A second person has to approve it.")
    digest = _checked(text, seen)
    if text.waits_for_speaker:
        raise Refused(
            f"The house drafted this text. Somebody who speaks the language ({own_name(text.language)}) has to read it first."
        )
    changed = AppealText.objects.filter(
        pk=text.pk, state=AppealText.State.IN_REVIEW, written_at=text.written_at
    ).update(
        state=AppealText.State.APPROVED,
        approved_by=by,
        approved_at=now,
        digest=digest,
        salutations=text.salutations,
    )
    if not changed:
        raise Refused(CHANGED)


@recorded
def send_back(*, text: AppealText, by: Any, reason: str, now: datetime) -> None:
    said = reason_of(reason, ask="Say why the text goes back, so that its writer knows what to change.")
    TEXT.check(text.state, AppealText.State.DRAFT, thing="text")
    AppealText.objects.filter(pk=text.pk, state=text.state).update(
        state=AppealText.State.DRAFT, sent_back_because=said, **UNAPPROVED
    )


def missing(text: AppealText, demands: list[str]) -> list[str]:
    """What stops this text from being submitted, in words; `demands` are in its language. No query."""
    found = [
        f"The {place} has a gap: {gap}. Say it in this language, or take it out."
        for place, words in gaps.of(text).items()
        for gap in words
    ]
    found += [
        f"The letter cannot print {' '.join(lost)} in its {place}. Write it without."
        for place, lost in _unprintable(text, demands)
    ]
    found += _too_long(text, demands)
    if not demands:
        found.append("The appeal has no demands yet. Add at least one, then submit the text.")
    found += [
        f"Demand {number} has no wording in this language ({text.language}) that may be used: it lacks one, nobody has reviewed it, or the demand is held back."
        for number, words in enumerate(demands, start=1)
        if not words
    ]
    return found


def _too_long(text: AppealText, demands: list[str]) -> Iterator[str]:
    words = [text.body, *demands, text.ending, *(brick.paragraph for brick in wording.bricks_of(text))]
    many = sum(map(len, words))
    if many > MOST_CHARACTERS:
        yield (
            f"The letter has {many:,} characters with its demands and bricks, and may have {MOST_CHARACTERS:,}, "
            f"about two pages: offices read no more. Take out {many - MOST_CHARACTERS:,}."
        )


def _unprintable(text: AppealText, demands: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (place, characters that no font of letters draws). A gap is told of as one, not as its brackets."""
    yield from _lost("subject", text.subject, fonts.SUBJECT)
    for field in ("body", "ending", "closing"):
        yield from _lost(gaps.FIELDS[field], getattr(text, field), fonts.TEXT)
    for words in text.salutations.values():
        yield from _lost("salutation of an office", words, fonts.TEXT)
    for number, words in enumerate(demands, start=1):
        yield from _lost(f"demand {number}", words, fonts.TEXT)
    for brick in wording.bricks_of(text):
        yield from _lost(f"brick {brick.number}", brick.paragraph, fonts.TEXT)


def _lost(place: str, words: str, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if lost := missing_glyphs(words, families, besides="\r\n⟦⟧"):
        yield place, lost


def _checked(text: AppealText, seen: str | None = None) -> str:
    """The digest of the words as they are now. Refused for gaps, and where a page opened before showed other words."""
    text.salutations = wording.salutations_for(text)
    demands = wording.demands_in([text.appeal])[text.appeal_id]
    if found := missing(text, demands.get(text.language, [])):
        raise Refused(found[0])
    digest = wording.digest(text, demands)
    if seen is not None and seen != digest:
        raise Refused(CHANGED)
    return digest
