"""Fill the gaps of a drafted text: what is typed is kept for every later draft in that language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import approving, gaps
from appeals.models import AppealText, Translation
from kit.refusals import Refused
from kit.typed import clean_line
from trail.recording import recorded

LONGEST = 1000


@recorded
@transaction.atomic
def translate(*, text: AppealText, words: Mapping[str, str], by: Any, now: datetime) -> int:
    """Fill gaps with `words` ({English: translation}); return how many. Others and empty words are left out."""
    waiting = gaps.english_of(text)
    typed = {
        english: clean_line(said, limit=LONGEST) for english, said in words.items() if english in waiting
    }
    told = {english: said.rstrip(".") for english, said in typed.items() if said.rstrip(".")}
    if not told:
        raise Refused("Type the words for at least one gap.")
    for english, said in told.items():
        Translation.objects.update_or_create(
            language=text.language, english=english, defaults={"words": said, "by": by, "at": now}
        )
    # The draft as it was gets them too, or every filled gap would look like a change by hand.
    text.drafted = {field: _filled(said, told) for field, said in text.drafted.items()}
    gaps.fill(text, told)
    approving.write(text=text, by=by, now=now)
    return len(told)


def _filled(said: str, words: Mapping[str, str]) -> str:
    for english, translated in words.items():
        said = said.replace(gaps.gap(english), translated)
    return said
