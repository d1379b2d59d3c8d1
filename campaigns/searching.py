"""Find people by any spelling, any script, another transliteration, or a slightly wrong spelling.

Names meet in ASCII (campaigns/names.py), then sounds that transliterations write in several ways become one.
One letter may be wrong in a word of four to six letters, two in a longer one (optimal string alignment).
Namesakes stay apart: every person is a hit of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz.distance import OSA

from campaigns import safety
from campaigns.models import Alias, Beneficiary, Case
from campaigns.names import search_key

LONGEST_QUERY = 100
# (written, heard) in this order: Yelshibayev, Jelschibajew and Elshibaev are one name; so are -ский, -sky, -skiy,
# -skii and -skij, -ев, -ev, -yev, -iev, -jew and -eff.
_SOUNDS = (
    *(("shch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dzh", "sh"), ("zh", "sh")),
    *(("cz", "ch"), ("sz", "sh"), ("kh", "h"), ("ck", "k"), ("ff", "v")),
    *(("ou", "u"), ("oo", "u"), ("w", "v"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "y"), ("iy", "y")),
    *(("ya", "a"), ("ye", "e"), ("yo", "e"), ("yu", "u"), ("y", "i"), ("ia", "a"), ("ie", "e"), ("iu", "u")),
)


@dataclass(frozen=True)
class Match:
    wrong_letters: int
    spelling: str  # the one that was found


def heard(key: str) -> list[str]:
    """The words of a search key as they sound, without doubled letters."""
    for written, sound in _SOUNDS:
        key = key.replace(written, sound)
    return ["".join(a for a, b in zip(word, " " + word, strict=False) if a != b) for word in key.split()]


def wrong_letters(query: list[str], name: list[str]) -> int | None:
    """Return how many letters are wrong when every word of `query` stands in `name`; None if one does not."""
    total = 0
    for word in query:
        best = min((_distance(word, other) for other in name), default=9)
        if best > _allowed(word):
            return None
        total += best
    return total if query else None


def _allowed(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def _distance(word: str, other: str) -> int:
    # The beginning of a word is enough, once it is more than a letter.
    return 0 if len(word) > 1 and other.startswith(word) else OSA.distance(word, other, score_cutoff=2)


def people(*, among: QuerySet, spelled: QuerySet, query: str) -> dict[int, Match]:
    """Return {beneficiary id: best match} for a queryset of beneficiaries and one of their aliases. Two queries."""
    names = among.order_by().values_list("pk", "search_key", "name")
    aliases = spelled.filter(beneficiary__in=among.order_by().values("pk")).order_by()
    return _best(query, [*names, *aliases.values_list("beneficiary", "search_key", "name")])


def _best(query: str, rows: Iterable[tuple[int, str, str]]) -> dict[int, Match]:
    words = heard(search_key(query[:LONGEST_QUERY]))
    found: dict[int, Match] = {}
    for pk, key, name in rows:
        wrong = wrong_letters(words, heard(key))
        if wrong is not None and (pk not in found or wrong < found[pk].wrong_letters):
            found[pk] = Match(wrong, name)
    return found


def shown_people(query: str) -> dict[int, Match]:
    """Those whom the public may be told of. Two queries."""
    return people(
        among=safety.shown(Beneficiary.objects.all()),
        spelled=safety.shown(Alias.objects.all()),
        query=query,
    )


def titles(cases: Iterable[Case], query: str) -> set[int]:
    """The ids of cases whose title holds every word. No query."""
    return set(_best(query, [(case.pk, search_key(case.title), case.title) for case in cases]))


def narrow(queryset: QuerySet, query: str) -> QuerySet:
    """For the desk: beneficiaries by name; cases by title, key or the name of a beneficiary."""
    if not search_key(query):
        return queryset
    if queryset.model is Case:
        named = people(among=Beneficiary.objects.all(), spelled=Alias.objects.all(), query=query)
        found: Any = (
            Q(pk__in=titles(queryset, query)) | Q(links__beneficiary__in=named) | Q(key=query.strip())
        )
        return queryset.filter(pk__in=Case.objects.filter(found).values("pk"))
    return queryset.filter(pk__in=people(among=queryset, spelled=Alias.objects.all(), query=query))
