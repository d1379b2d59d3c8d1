"""What in a signer's own words makes a person read them before the letter leaves.

A program cannot tell an insult from a quotation, so nothing is refused here: in doubt a person decides. The
reasons stand in the clear beside sealed words, so they say what kind of thing was found and never quote it.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import regex

from appeals.models import Appeal
from campaigns.models import Alias, Beneficiary
from campaigns.names import search_key
from campaigns.searching import heard

LINK = "It has a link."
MAIL = "It has a mail address."
PHONE = "It has a telephone number."
ABUSE = "It has a word from the list of insults and threats."
HARM = "It has a word that this case's list says must not be written."
HELD_BACK = "It names somebody who is held back in this case."
CAPITALS = "It is written in capitals."
REPEATED = "It repeats one character many times."

WORD_LISTS = Path(__file__).parent / "abuse"
_LINK = regex.compile(
    r"(?i)\b(?:[a-z]{2,6}ps?://|hxxp|www\.|t\.me/)"
    r"|(?<![\p{L}\d.])@\w{4,}"
    r"|\b[\p{L}\d-]{2,}\.(?:com|org|net|info|biz|io|me|ly|app|xyz|top|site|online|shop|club|onion|рф|[a-z]{2}/)\b"
)
_MAIL = regex.compile(r"(?i)[^\s@]+\s?(?:@|\(at\)|\[at\])\s?[^\s@]+\.\p{L}{2,}")
# Two forms of dates, and spans of years: digits that are no telephone number.
_DATE = regex.compile(
    r"\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}\s?[-–—]\s?\d{4})\b"
)
_PHONE = regex.compile(r"(?:\+|\b)\p{Nd}(?:[\s().\-/–]{0,2}\p{Nd}){6,}")
_REPEATED = regex.compile(r"([^\s.\-_–—=*])\1{4,}|[!?]{4,}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}$@]+")
_CAPITALS_FROM = 20  # letters that have cases; fewer may be an abbreviation
_CAPITALS_SHARE = 0.6
# Digits and signs that stand in for letters.
_DISGUISES = str.maketrans("013457$@", "oieastsa")
_SHORTEST_NAME = 4


def reasons(own_words: str, appeal: Appeal) -> list[str]:
    """Why a person should read these words; empty when nothing was found. Two queries; the appeal's case is loaded."""
    found = {
        LINK: bool(_LINK.search(_MAIL.sub(" ", own_words))),
        MAIL: bool(_MAIL.search(own_words)),
        PHONE: bool(_PHONE.search(_DATE.sub(" ", own_words))),
        ABUSE: _has_abuse(own_words),
        HARM: _has_any(own_words, appeal.case.do_no_harm.splitlines()),
        HELD_BACK: _names_held_back(own_words, appeal),
        CAPITALS: _shouts(own_words),
        REPEATED: bool(_REPEATED.search(own_words)),
    }
    return [reason for reason, is_so in found.items() if is_so]


def reasons_about_a_name(name: str, town: str) -> list[str]:
    """Why a person should look at who signs. Names of people are never judged by the lists of a case. No query."""
    said = f"{name}, {town}"
    found = {
        LINK: bool(_LINK.search(_MAIL.sub(" ", said))),
        MAIL: bool(_MAIL.search(said)),
        PHONE: bool(_PHONE.search(said)),
        ABUSE: _has_abuse(said),
    }
    return [f"In the name or the town: {reason}" for reason, is_so in found.items() if is_so]


def _has_abuse(text: str) -> bool:
    whole, beginnings = abuse_list()
    words = {word for plain in _WORD.findall(_folded(text)) for word in (plain, plain.translate(_DISGUISES))}
    return bool(words & whole) or any(word.startswith(beginnings) for word in words)


@lru_cache(maxsize=1)
def abuse_list() -> tuple[frozenset[str], tuple[str, ...]]:
    """(whole words, beginnings of words) of all languages together: people insult in any of them."""
    lines = {
        _folded(line.split("#", 1)[0].strip())
        for path in sorted(WORD_LISTS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    } - {""}
    beginnings = tuple(sorted(line[:-1] for line in lines if line.endswith("*")))
    return frozenset(line for line in lines if not line.endswith("*")), beginnings


def _folded(text: str) -> str:
    """Without case, accents and full-width forms, so that ÍDIOT and idiot meet."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _has_any(text: str, phrases: Iterable[str]) -> bool:
    """Whether a phrase stands in the text in any script, with any ending."""
    words = heard(search_key(text))
    return any(_stands_in(heard(search_key(phrase)), words) for phrase in phrases if phrase.strip())


def _stands_in(phrase: list[str], words: list[str]) -> bool:
    ends = range(len(words) - len(phrase) + 1) if phrase else ()
    return any(all(map(_same, phrase, words[at : at + len(phrase)])) for at in ends)


def _same(word: str, other: str) -> bool:
    """A long word may have another ending: Слава and Славы, Testova and Testovoj."""
    bare = len(word) if len(word) <= _SHORTEST_NAME else len(word) - 1 if len(word) < 7 else len(word) - 2
    return other == word or (
        len(word) > _SHORTEST_NAME and other.startswith(word[:bare]) and len(other) <= len(word) + 3
    )


def _names_held_back(text: str, appeal: Appeal) -> bool:
    """One name of somebody held back is enough, unless somebody who may be named has it too."""
    people = Beneficiary.objects.filter(links__case=appeal.case_id).values_list("held_back", "search_key")
    spellings = Alias.objects.filter(beneficiary__links__case=appeal.case_id)
    rows = [*people, *spellings.values_list("beneficiary__held_back", "search_key")]
    hidden, told = (
        {word for held_back, key in rows if held_back is which for word in heard(key)}
        for which in (True, False)
    )
    return _has_any(text, {word for word in hidden - told if len(word) >= _SHORTEST_NAME})


def _shouts(text: str) -> bool:
    cased = [character for character in text if character.isupper() or character.islower()]
    loud = sum(character.isupper() for character in cased)
    return len(cased) >= _CAPITALS_FROM and loud > len(cased) * _CAPITALS_SHARE
