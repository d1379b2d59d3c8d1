"""letters.tiers: how many letters of people of eleven languages need no press, and whose do.

`n` people of each language (benchmarks/names.py) sign, half of them a letter in their own language if letters are written
in it, the others one in English. The peer is the same people with their names as they were typed, without the form's
cleaning. Nothing is pressed here: what would be is counted.
"""

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks import supply
from benchmarks.harness import Measured, comparison, say
from benchmarks.names import TONGUES, Person, a_person
from benchmarks.stage import Stage

MOST_NAMED = 12


def compare_tiers(here: Stage, n: int, _their_n: int, rounds: int) -> None:
    from kit.typed import clean_line, clean_name

    ours, theirs, fallen = [], [], Counter[str]()
    for _ in range(rounds):
        people = list(_people(n))
        found = [
            _made(letter) for letter in _letters((clean_name(one.name), clean_line(one.town), one) for one in people)
        ]  # fmt: skip
        fallen.update(f"{name}: {why}" for name, tier, why in found if tier == "press")
        ours.append(_share(found))
        theirs.append(
            _share([_made(letter) for letter in _letters((one.name, one.town, one) for one in people)])
        )
    say(
        comparison(
            bench="letters.tiers", peer="as-typed", unit="quick_percent", ours=ours, theirs=theirs,
            n=n * len(TONGUES), languages=len(TONGUES), shells=_shells(), fell_out=[each for each, _ in fallen.most_common(MOST_NAMED)],
        )
    )  # fmt: skip


Found = tuple[str, str, str]  # name, tier, why it is no quicker one


def _people(n: int) -> Iterator[Person]:
    dice = random.Random(secrets.randbits(64))
    for tongue in TONGUES:
        for _ in range(n):
            yield a_person(dice, tongue=tongue)


def _letters(signers: Iterable[tuple[str, str, Person]]) -> Iterator[dict[str, Any]]:
    from kit.languages import LETTER_LANGUAGES, country_name

    for number, (name, town, person) in enumerate(signers):
        own = person.tongue if person.tongue in LETTER_LANGUAGES and number % 2 else "en"
        country = country_name(person.country, own)
        yield supply.a_letter(language=own, **supply.signed_by(name, town, person.country, country))


def _made(letter: Mapping[str, Any]) -> Found:
    from letters import paper
    from letters.engine.shaping import CannotStamp
    from letters.rendering import RenderError

    name, why = letter["signer"]["name"], ""
    stamp = paper.stamp

    def stamp_or_say(*args: Any) -> list[bytes]:
        nonlocal why
        try:
            return stamp(*args)
        except CannotStamp as reason:
            why = str(reason)
            raise

    paper.stamp = stamp_or_say
    try:
        made = paper.stamped(letter)
    except RenderError as error:
        return name, "refused", error.field
    finally:
        paper.stamp = stamp
    return (name, "press", why or "letters of no block, or no shell") if made is None else (name, "stamp", "")


def _share(found: list[Found]) -> Measured:
    tiers = Counter(tier for _, tier, _ in found)
    percent = {f"{tier}_percent": tiers[tier] * 100 / len(found) for tier in ("stamp", "press", "refused")}
    return Measured(percent["stamp_percent"], percent)


def _shells() -> int:
    from letters.models import Shell

    return Shell.objects.exclude(content=b"").count()
