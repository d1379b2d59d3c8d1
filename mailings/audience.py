"""Who gets a mailing: people with a confirmed signature on what it is about, who agreed to be told what happens.

Each reason to leave somebody out stands once, below: the page counts by it, and the release leaves out by it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from mailings.already import got_thanks, signed_already, told_already
from mailings.models import LeftTopic, Mailing
from mailings.signatures import signatures_for, that_fit
from outbox.models import Suppression
from supporters import consent
from supporters.models import Consent, Supporter

OUTSIDE = "outside the countries, languages and days that were chosen"
WITHOUT_CONSENT = "did not ask to be told, or no longer want it"
LEFT = "want no more news of this case"
TOLD = "told of the same news by the mailing of another case"
THANKED = "thanked already for a letter on this appeal"
SIGNED = "have signed this appeal already"
SUPPRESSED = "whose address is never mailed"
ERASED = "whose address was erased"
EXAMPLES = 10


@dataclass(frozen=True)
class Example:
    """One who gets it, with nothing that names them: the public reference of their letter finds the rest, for those who may."""

    reference: str
    masked: str
    language: str
    country: str
    signed_at: datetime


@dataclass(frozen=True)
class Audience:
    """`acted` is everybody whose signature makes them a reader: those reached and all who are left out."""

    acted: int
    reached: int
    by_language: tuple[tuple[str, int], ...]  # most first
    left_out: tuple[tuple[str, int], ...]  # (reason, people), most first


def reached(mailing: Mailing, *, at: datetime) -> "QuerySet[Supporter]":
    """Whom a release at that moment addresses; who has withdrawn consent since is out. Suppression is the outbox's."""
    people = _acted(mailing, at)
    for reason, is_so in _reasons(mailing, at).items():
        people = people if reason == SUPPRESSED else people.exclude(is_so)
    return people.order_by("pk")


def readers(mailing: Mailing, languages: list[str], *, at: datetime) -> "QuerySet[Supporter]":
    """The same people, each with `sort`, the language of the text that they get: their own, or English, or what there is.

    No query of its own; `languages` are those of the mailing's texts, in the order in which they were written.
    """
    other = "en" if "en" in languages else languages[0]
    own = When(language__in=languages, then=F("language"))
    return reached(mailing, at=at).annotate(sort=Case(own, default=Value(other)))


def count(mailing: Mailing, *, now: datetime) -> Audience:
    """Two queries, and one for each kind of mailing that was sent before. The mailing's case must be loaded."""
    why = Case(
        *[When(is_so, then=Value(reason)) for reason, is_so in _reasons(mailing, now).items()],
        default=Value(""),
    )
    rows = list(
        _acted(mailing, now)
        .order_by()
        .annotate(why=why)
        .values_list("why", "language")
        .annotate(people=Count("pk"))
    )
    left: dict[str, int] = {}
    languages: dict[str, int] = {}
    for reason, language, people in rows:
        into, name = (left, reason) if reason else (languages, language)
        into[name] = into.get(name, 0) + people
    if erased := signatures_for(mailing).filter(supporter=None, confirmed_at__lte=now).count():
        left[ERASED] = erased
    return Audience(
        acted=sum(left.values()) + sum(languages.values()),
        reached=sum(languages.values()),
        by_language=_most_first(languages),
        left_out=_most_first(left),
    )


def examples(mailing: Mailing, *, now: datetime) -> list[Example]:
    """Ten of those who get it. One query."""
    latest = signatures_for(mailing).filter(supporter=OuterRef("pk")).order_by("-confirmed_at")
    people = reached(mailing, at=now).exclude(_reasons(mailing, now)[SUPPRESSED])
    rows = people.annotate(
        reference=Subquery(latest.values("reference")[:1]),
        country=Subquery(latest.values("country")[:1]),
        signed_at=Subquery(latest.values("confirmed_at")[:1]),
    ).values_list("reference", "email", "language", "country", "signed_at")
    return [
        Example(reference, masked(email), language, country, signed_at)
        for reference, email, language, country, signed_at in rows[:EXAMPLES]
    ]


def why_not(mailing: Mailing, supporter_id: int, *, now: datetime) -> str:
    """Why this person is left out, or "". One query."""
    reasons = _reasons(mailing, now)
    why = Case(*[When(is_so, then=Value(reason)) for reason, is_so in reasons.items()], default=Value(""))
    found = _acted(mailing, now).filter(pk=supporter_id).annotate(why=why).values_list("why", flat=True)
    return next(iter(found), "their signature is on something else")


def masked(email: str) -> str:
    """`a…@e….org`: enough to see that these are people, too little to write to one."""
    local, _, domain = email.rpartition("@")
    name, _, end = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{end}"


def _acted(mailing: Mailing, at: datetime) -> "QuerySet[Supporter]":
    acted = signatures_for(mailing).filter(supporter=OuterRef("pk"), confirmed_at__lte=at)
    return Supporter.objects.filter(Exists(acted))


def _reasons(mailing: Mailing, at: datetime) -> dict[str, Q]:
    """{why: whom it leaves out}, in the order in which the page says one of several."""
    agreed = consent.live(Consent.Purpose.UPDATES).filter(supporter=OuterRef("pk"), given_at__lte=at)
    found: dict[str, Q] = {WITHOUT_CONSENT: ~Q(Exists(agreed))}
    if narrowed := _outside(mailing, at):
        found[OUTSIDE] = narrowed
    found[LEFT] = Q(Exists(LeftTopic.objects.filter(supporter=OuterRef("pk"), case=mailing.case_id)))
    if mailing.because_id:
        found[TOLD] = Q(pk__in=told_already(mailing))
    if mailing.kind == Mailing.Kind.THANKS:
        found[THANKED] = got_thanks(mailing)
    if mailing.kind == Mailing.Kind.REMINDER:
        found[SIGNED] = Q(Exists(signed_already(mailing).filter(supporter=OuterRef("pk"))))
    found[SUPPRESSED] = Q(Exists(Suppression.objects.filter(address_index=OuterRef("mailbox_index"))))
    return found


def _outside(mailing: Mailing, at: datetime) -> Q | None:
    fits = that_fit(mailing).filter(supporter=OuterRef("pk"), confirmed_at__lte=at)
    outside = Q()
    if mailing.countries or mailing.signed_since or mailing.signed_before:
        outside |= ~Q(Exists(fits))
    if mailing.languages:
        outside |= ~Q(language__in=mailing.languages)
    return outside or None


def _most_first(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
