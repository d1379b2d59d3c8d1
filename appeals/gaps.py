"""Gaps in a drafted text: `⟦translate: …⟧` for what exists only in English, `⟦check: …⟧` for what a person must decide.

The brackets stand in no font of letters, so that a gap could not even be printed.
"""

import re

from appeals.models import AppealText

TRANSLATE, CHECK = "translate", "check"
FIELDS = {
    "title": "title",
    "lead": "lead",
    "story": "story",
    "subject": "subject of the letter",
    "body": "letter before the demands",
    "ending": "letter after the demands",
    "closing": "closing",
    "slogan": "slogan",
}
_GAP = re.compile(r"⟦(?:(\w+): )?([^⟦⟧]*)⟧?")


def gap(english: str, kind: str = TRANSLATE) -> str:
    return f"⟦{kind}: {english.replace('⟦', '[').replace('⟧', ']')}⟧"


def found_in(words: str) -> list[str]:
    """The contents of the gaps, as they stand between the brackets; a stray bracket is one too."""
    return [match.group(0) for match in _GAP.finditer(words)] + ["⟧"] * (words.count("⟧") > words.count("⟦"))


def to_translate(words: str) -> list[str]:
    """The English of each gap that waits for a translation."""
    return [match.group(2) for match in _GAP.finditer(words) if match.group(1) == TRANSLATE]


def of(text: AppealText) -> dict[str, list[str]]:
    """Return {place in words: its gaps} of a text; only places that have some."""
    found = {place: found_in(getattr(text, field)) for field, place in FIELDS.items()}
    return {place: gaps for place, gaps in found.items() if gaps}


def english_of(text: AppealText) -> list[str]:
    """What waits for a translation in the whole text, each once, in order."""
    return list(dict.fromkeys(one for field in FIELDS for one in to_translate(getattr(text, field))))


def fill(text: AppealText, words: dict[str, str]) -> None:
    """Put translations ({English: words}) into every gap that waits for them; the text is not saved."""
    for field in FIELDS:
        said = getattr(text, field)
        for english, translated in words.items():
            said = said.replace(gap(english), translated)
        setattr(text, field, said)
