"""Facts in the words of one language. Names stand in the nominative after a label; nobody's gender is needed.

What a record holds only as English text becomes its translation, or a gap that somebody has to fill (appeals/gaps.py).
"""

from collections.abc import Mapping
from datetime import date

import regex
from babel.lists import format_list
from babel.numbers import format_decimal

from appeals.facts import Happened, Person, Step, When
from appeals.gaps import gap
from appeals.phrasebook import phrases
from campaigns.dates import Basis, Precision, date_words, whole
from campaigns.phrasing import in_a_sentence
from kit.languages import long_date

CYRILLIC = frozenset({"ru", "uk", "kk"})
_SCRIPTS = {"Cyrl": regex.compile(r"\p{Cyrillic}"), "Latn": regex.compile(r"\p{Latin}")}
_TWO_DOTS = regex.compile(r"(?<!\.)\.\.(?!\.)")
_SIZES = {
    "at least": "at_least",
    "about": "about",
    "more than": "more_than",
    "up to": "up_to",
}


class Words:
    """`translations` is {English: words}. Every method returns words without a dot at their end, or ""."""

    def __init__(self, language: str, translations: Mapping[str, str]) -> None:
        self.language = language
        self.phrases = phrases(language)
        self._translations = translations

    def fact(self, english: str) -> str:
        """A record's own text: as it is in English, else translated, else a gap."""
        english = " ".join(english.split()).rstrip(".")
        if not english or self.language == "en":
            return english
        return self._translations.get(english) or gap(english)

    def name(self, person: Person) -> str:
        """The spelling that a reader of this language expects: of the language, else in its script, else as recorded."""
        ours = [name for name, language, _script in person.spellings if language == self.language]
        if ours:
            return ours[0]
        if person.is_described:
            return self.fact(person.name)
        script = "Cyrl" if self.language in CYRILLIC else "Latn"
        if _SCRIPTS[script].search(person.name):
            return person.name
        written = [
            name
            for name, _language, named in person.spellings
            if named == script or _SCRIPTS[script].search(name)
        ]
        return written[0] if written else person.name

    def names(self, people: list[Person], most: int) -> str:
        """`A, B and C`, or `A, B (+7)` when they are more than `most`."""
        shown = format_list([self.name(one) for one in people[:most]], locale=self.language)
        rest = len(people) - most
        return self.phrases.say("and_more", names=shown, count=rest) if rest > 0 else shown

    def day(self, day: date) -> str:
        return long_date(day, self.language)

    def when(self, when: When) -> str:
        words = self._date(when)
        if when.basis == Basis.INFERRED and when.precision != Precision.UNKNOWN:
            return self.phrases.say("inferred", date=words)
        if when.basis == Basis.UNCLEAR and when.precision != Precision.UNKNOWN:
            return self.phrases.say("unclear", date=words)
        return words

    def _date(self, when: When) -> str:
        first, last = when.first, when.last
        if when.precision == Precision.BEFORE and last:
            return self.phrases.say("before", day=self.day(last))
        if when.precision == Precision.AFTER and first:
            return self.phrases.say("after", day=self.day(first))
        if when.precision == Precision.RANGE and first and last and not whole(first, last):
            return self.phrases.say("between", first=self.day(first), last=self.day(last))
        if when.precision == Precision.UNKNOWN or not (first and last):
            return self.phrases["unknown_date"]
        return date_words(first, last, when.precision, self.language)

    def status(self, person: Person) -> str:
        if not person.status or person.status_when is None:
            return ""
        known = self.phrases.say("as_of", date=self.day(person.as_of)) if person.as_of else ""
        return self.phrases.say(
            "status",
            date=known or self.when(person.status_when),
            status=self.phrases.of("statuses", person.status),
        )

    def step(self, step: Step) -> str:
        parts = [self.phrases.amount(unit, number) for unit, number in step.amounts]
        if step.fine:
            parts.append(self.phrases.say("fine", amount=self.fact(step.fine)))
        said = {"step": self.phrases.of("steps", step.step), "date": self.when(step.when)}
        if parts:
            return self.phrases.say("step_length", length=format_list(parts, locale=self.language), **said)
        if step.step == "imposed":
            return self.phrases.say("step_length", length=self.phrases["length_unknown"], **said)
        return self.phrases.say("step", **said)

    def labelled(self, label: str, english: str) -> str:
        return self.phrases.say(label, **{label: self.fact(english)}) if english.strip() else ""

    def size(self, person: Person) -> str:
        if person.size is None:
            return ""
        number = format_decimal(person.size, locale=self.language)
        note = person.size_note.strip()
        if note in _SIZES:
            number = self.phrases.say(_SIZES[note], number=number)
        elif note:
            number = f"{number} ({self.fact(note)})"
        return self.phrases.say("size", number=number)

    def happened(self, event: Happened) -> str:
        """An allegation never stands without saying that it is one, and whose word it is where that is recorded."""
        said = {"date": capital(self.when(event.when)), "text": self.fact(event.text)}
        who = self.fact(event.attributed_to)
        who = in_a_sentence(who) if who and self.language == "en" else who
        if event.is_allegation:
            return (
                self.phrases.say("alleged_by", who=who, **said)
                if who
                else self.phrases.say("alleged", **said)
            )
        return self.phrases.say("said", who=who, **said) if who else self.phrases.say("event", **said)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def joined(sentences: list[str]) -> str:
    """One paragraph: each sentence that is there with a capital letter and a dot; one dot where a date ends in `г.`"""
    said = " ".join(
        capital(said) if said.endswith((".", "!", "?")) else f"{capital(said)}."
        for said in (one.strip() for one in sentences)
        if said
    )
    return _TWO_DOTS.sub(".", said)
