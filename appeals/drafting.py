"""Write the text of an appeal from the facts of its case, in one language: who, what happened, what is asked.

    words = draft(appeal, "ru")         {"title": …, "lead": …, "story": …, …} and the digest of the facts

Demands are no part of it: they have their own wording per language and stand in the letter by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from appeals import wording
from appeals.drafting_words import Words, joined
from appeals.facts import Facts, Happened, Person, facts_of
from appeals.gaps import CHECK, gap
from appeals.models import Appeal, Translation
from campaigns.models import Event

PEOPLE_IN_LETTER = 3
EVENTS_IN_LETTER = 5
# What an office should answer for. What led to it, and who showed solidarity, the page tells.
LETTER_KINDS = frozenset(
    {
        Event.Kind.ARREST,
        Event.Kind.CHARGE,
        Event.Kind.TRIAL,
        Event.Kind.PRISON,
        Event.Kind.ILL_TREATMENT,
        Event.Kind.HEALTH,
        Event.Kind.THREAT,
        Event.Kind.KILLING,
        Event.Kind.INQUIRY,
    }
)
LIMITS = {"title": 120, "lead": 300, "subject": 150, "closing": 80, "slogan": 300}
SECTION = "\n\n"


@dataclass(frozen=True)
class Drafted:
    words: dict[str, str]
    facts_digest: str


def draft(appeal: Appeal, language: str) -> Drafted:
    return drafts(appeal, [language])[language]


def drafts(appeal: Appeal, languages: list[str]) -> dict[str, Drafted]:
    """{language: draft}. A constant number of queries, whatever the case holds and however many languages."""
    facts = facts_of(appeal)
    demands = wording.demands_in([appeal])[appeal.pk]
    known: dict[str, dict[str, str]] = {language: {} for language in languages}
    for language, english, words in Translation.objects.filter(language__in=languages).values_list(
        "language", "english", "words"
    ):
        known[language][english] = words
    return {
        language: Drafted(write_from(facts, language, known[language]), facts.digest(demands[language]))
        for language in languages
    }


def write_from(facts: Facts, language: str, translations: Mapping[str, str]) -> dict[str, str]:
    """The words of a draft; `translations` is {English: words}. No query."""
    words = Words(language, translations)
    say = words.phrases.say
    who = _fitting(words, facts.people, "title")
    return {
        "title": say("title", who=who),
        "lead": say("lead", facts=_lead(words, facts)),
        "story": SECTION.join(_story(words, facts)),
        "subject": say("subject", who=_fitting(words, facts.people, "subject")),
        "body": SECTION.join(_body(words, facts)),
        "ending": SECTION.join(_ending(words, facts)),
        "closing": words.phrases["closing"],
        "slogan": _slogan(words, facts),
    }


def _slogan(words: Words, facts: Facts) -> str:
    said = words.fact(facts.slogan)
    return said if len(said) <= LIMITS["slogan"] else gap("slogan", CHECK)


def _fitting(words: Words, people: tuple[Person, ...], field: str) -> str:
    """As many names as the field holds; a gap is long, so it counts with its brackets."""
    for most in (len(people), 3, 2, 1):
        who = words.names(list(people), most)
        if people and len(words.phrases.say(field, who=who)) <= LIMITS[field]:
            return who
    return gap("who", CHECK)


def _lead(words: Words, facts: Facts) -> str:
    """The situation of the one person that it is about; else who they are."""
    told = [one for one in facts.people if one.status]
    candidates = [words.status(told[0])] if len(facts.people) == 1 and told else []
    candidates.append(_fitting(words, facts.people, "title"))
    for said in candidates:
        if len(words.phrases.say("lead", facts=said)) <= LIMITS["lead"]:
            return said
    return gap("who", CHECK)


def _story(words: Words, facts: Facts) -> list[str]:
    told = [one for one in facts.people if one.is_told_of or one.is_group]
    others = [one for one in facts.people if one not in told]
    parts = [joined(_about(words, one, whole=True)) for one in told]
    if others:
        label = "others" if told else "person"
        parts.append(joined([_all(words, others, label)]))
    parts += [joined([words.happened(event)]) for event in facts.happened]
    if facts.known_until:
        parts.append(joined([words.phrases.say("story_known_until", date=words.day(facts.known_until))]))
    return parts or [gap("what happened", CHECK)]


def _body(words: Words, facts: Facts) -> list[str]:
    first = [one for one in facts.people if one.is_told_of][:PEOPLE_IN_LETTER] or list(
        facts.people[:PEOPLE_IN_LETTER]
    )
    rest = [one for one in facts.people if one not in first]
    parts = [words.phrases["opening"]]
    parts += [joined(_about(words, one, whole=False)) for one in first]
    if rest:
        parts.append(joined([_all(words, rest, "others")]))
    reported = _for_the_letter(facts.happened)
    if reported:
        parts.append(words.phrases["reports"])
        parts += [joined([words.happened(event)]) for event in reported]
    return [*parts, words.phrases["asking"]]


def _for_the_letter(happened: tuple[Happened, ...]) -> list[Happened]:
    """The latest ones that an office should answer for; what has no date comes last in the case and first goes."""
    return [one for one in happened if one.kind in LETTER_KINDS][-EVENTS_IN_LETTER:]


def _ending(words: Words, facts: Facts) -> list[str]:
    parts = [words.phrases["ending"]]
    if facts.known_until:
        parts.append(words.phrases.say("known_until", date=words.day(facts.known_until)))
    return [joined([part]) for part in parts]


def _about(words: Words, person: Person, *, whole: bool) -> list[str]:
    """`Name: …`, the situation, each sentence; with `whole` also what the sources add to them."""
    label = "remembered" if person.remembered else "group" if person.is_group else "person"
    said = [words.phrases.say(label, name=words.name(person)), words.size(person), words.status(person)]
    said.append(words.labelled("place", person.status_place))
    if whole:
        said.append(words.fact(person.status_text))
    for step in person.sentences:
        said += [words.step(step), words.labelled("court", step.court), words.labelled("charge", step.charge)]
    return said


def _all(words: Words, people: list[Person], label: str) -> str:
    place = "names" if label == "others" else "name"
    return words.phrases.say(label, **{place: words.names(people, 40)})
