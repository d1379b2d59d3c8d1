"""A postal provider that says what a story tells it to say, and the steps of letters on their way to it."""

from dataclasses import dataclass, field
from decimal import Decimal

from letters import posting, posting_choice
from letters.models import Letter
from letters.providers.base import Handed, Money, PostalLetter, Provider, ProviderError, Told, Word
from tests import people
from tests.letters.factories import LATER

WORKING = Told(Word.WORKING, "printing", Money(Decimal("1.85"), "CHF"))


@dataclass
class Post(Provider):
    """A provider that says what a story tells it to say."""

    name = "post"
    says: list[object] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: object = WORKING
    unfit: list[str] = field(default_factory=list)

    def misfits(self, layout: str) -> list[str]:
        return self.unfit

    def price(self, letter: PostalLetter) -> Money | None:
        if letter.country != "GB":
            raise ProviderError("unknown country", permanent=True)
        return Money(Decimal("1.85"), "CHF")

    def send(self, letter: PostalLetter, *, key: str) -> Handed:
        self.sent.append((letter.reference, key))
        says = self.says.pop(0) if self.says else WORKING
        if isinstance(says, Exception):
            raise says
        return Handed(f"TEST-{len(self.sent):04}", says)

    def status(self, reference: str) -> Told:
        self.asked.append(reference)
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


def choose(post, letters=None, *, expected=1, now=LATER) -> int:
    chosen = Letter.objects.all() if letters is None else letters
    return posting_choice.choose(chosen, provider=post, expected=expected, by=people.dana(), now=now)


def hand_over(post, *, now=LATER) -> int:
    return posting.hand_over_due(provider=post, clock=lambda: now)


def follow(post, *, now) -> int:
    return posting.follow(provider=post, clock=lambda: now)
