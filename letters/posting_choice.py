"""Choose letters for the postal provider, and see before anything is handed over how many, at what price, and which not and why."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from kit.refusals import Refused
from kit.wake import wake
from letters.choosing import HAS_A_JOB, PRINTED, SENT
from letters.models import Letter, PostalJob
from letters.models.postal_states import OPEN, JobState
from letters.on_paper import why_not_on_paper
from letters.providers.base import Money, PostalLetter, Provider, ProviderError
from trail.recording import recorded

TASK = "letters.post"
MOST = 500  # in one choice: a person should be able to look at what costs money
EXAMPLES = 5
MOST_PRICES = 20  # kinds of letters that a provider is asked about before a page is shown
ON_PAPER = "It is on paper already, or in a print batch."


@dataclass
class Preview:
    """`unpriced` letters are those of which nobody knows the price; `by_mail` went as an email before."""

    letters: list[Letter] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    prices: list[Money] = field(default_factory=list)
    unpriced: int = 0
    by_mail: int = 0

    @property
    def count(self) -> int:
        return len(self.letters)

    @property
    def examples(self) -> list[Letter]:
        return self.letters[:EXAMPLES]


def preview(letters: "QuerySet[Letter]", *, provider: Provider, now: datetime) -> Preview:
    """A constant number of queries; the provider is asked once for each country and number of pages."""
    seen = Preview()
    left_out: defaultdict[str, list[str]] = defaultdict(list)
    for letter, reason in _looked_at(letters, provider, now):
        if reason:
            left_out[reason].append(letter.reference)
        else:
            seen.letters.append(letter)
            seen.by_mail += bool(letter.was_mailed)
    seen.left_out = dict(sorted(left_out.items(), key=lambda one: -len(one[1])))
    _estimate(seen, provider)
    return seen


@recorded
def choose(
    letters: "QuerySet[Letter]", *, provider: Provider, expected: int, by: AbstractBaseUser, now: datetime
) -> int:
    """Queue a job for each that fits; return how many. Refused when another number fits than the person has seen."""
    try:
        with transaction.atomic():
            fitting = [letter for letter, reason in _looked_at(letters, provider, now) if not reason]
            if len(fitting) != expected:
                raise Refused(f"{len(fitting)} letters fit now, not {expected} as before. Look at it again.")
            if not fitting:
                raise Refused("None of these letters can be handed over.")
            _queue(fitting, provider, by, now)
    except IntegrityError:
        raise Refused("Somebody has just chosen one of these letters too. Look again.") from None
    wake(TASK)
    return expected


def _queue(letters: list[Letter], provider: Provider, by: AbstractBaseUser, now: datetime) -> None:
    said = {"is_test": provider.is_test, "chosen_by": by, "chosen_at": now, "due_at": now}
    # One that was cancelled is chosen again; under another key, or the provider would take it for the old one.
    again = PostalJob.objects.filter(letter__in=letters, provider=provider.name, state=JobState.CANCELLED)
    had = set(again.values_list("letter", flat=True))
    again.update(
        state=JobState.QUEUED,
        reason="",
        reference="",
        handed_at=None,
        tries=0,
        attempt=F("attempt") + 1,
        **said,
    )
    PostalJob.objects.bulk_create(
        PostalJob(letter=letter, provider=provider.name, **said) for letter in letters if letter.pk not in had
    )


def _looked_at(letters: "QuerySet[Letter]", provider: Provider, now: datetime) -> list[tuple[Any, str]]:
    """Each letter, with what is annotated here, and the reason why it is left out, or ""."""
    jobs = PostalJob.objects.filter(letter=OuterRef("pk"))
    rows = list(
        letters.select_related("message", "target", "pdf", "appeal")
        .defer("message__recipient", "message__values", "pdf__content")
        .annotate(
            has_paper=PRINTED,
            has_job=Exists(jobs.filter(state__in=OPEN) | jobs.filter(state__in=["posted", "returned"])),
            was_mailed=SENT,
        )
        .order_by("pk")[: MOST + 1]
    )
    if len(rows) > MOST:
        raise Refused(f"Choose {MOST} letters at most.")
    reasons = why_not_on_paper(rows, now)
    return [(letter, _why_not(letter, provider) or reasons.get(letter.pk, "")) for letter in rows]


def _why_not(letter: Any, provider: Provider) -> str:
    if letter.has_job:
        return HAS_A_JOB
    if letter.has_paper:
        return ON_PAPER
    return " ".join(provider.misfits(letter.frozen["layout"]))


def _estimate(seen: Preview, provider: Provider) -> None:
    kinds = Counter((letter.target.host_country, _pages(letter)) for letter in seen.letters)
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for number, ((country, pages), many) in enumerate(sorted(kinds.items())):
        price = None
        if number < MOST_PRICES:
            try:
                price = provider.price(PostalLetter("", b"", pages, country, (), ""))
            except ProviderError:
                price = None
        if price is None:
            seen.unpriced += many
        else:
            totals[price.currency] += price.amount * many
    seen.prices = [Money(amount, currency) for currency, amount in sorted(totals.items())]


def _pages(letter: Letter) -> int:
    return letter.pdf.pages if hasattr(letter, "pdf") else 1
