"""What every postal provider takes and gives: a letter in, its own reference or a ProviderError out.

    provider.validate(letter)       what is wrong with it, in words; nothing leaves this machine
    provider.price(letter)          Money, or None where nobody can know before
    provider.send(letter, key=…)    Handed; the same key is the same letter, however often it is sent
    provider.status(reference)      Told: what the provider says of it now

"Handed to the provider" is not "posted": only a status says that.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

REASON_CHARACTERS = 200
SHEETS_IN_AN_ENVELOPE = 5


@dataclass(frozen=True, slots=True)
class PostalLetter:
    """`reference` is the letter's own, `country` where it goes (ISO), `layout` the name of one of letters/layouts/."""

    reference: str
    pdf: bytes
    pages: int
    country: str
    address_lines: tuple[str, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str  # ISO 4217

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"


class Word(Enum):
    """What a provider can say of a letter that it was handed."""

    WORKING = "working"  # checked, printed, on its way to the post
    POSTED = "posted"
    RETURNED = "returned"
    REFUSED = "refused"  # it will never be posted as it is


@dataclass(frozen=True, slots=True)
class Told:
    word: Word
    reason: str = ""
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """`reference` is the provider's."""

    reference: str
    told: Told


class ProviderError(Exception):
    """Why a letter was not taken, or nothing could be asked; and whether trying again helps.

    permanent   no: the provider refused it, or refuses us
    in_doubt    nobody knows whether it is printed and posted now
    otherwise   yes, later; `wait` is how many seconds the provider asks for, 0 if it says nothing
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, in_doubt: bool = False, wait: float = 0
    ) -> None:
        self.reason = " ".join(reason.split())[:REASON_CHARACTERS]
        super().__init__(self.reason)
        self.permanent = permanent
        self.in_doubt = in_doubt
        self.wait = wait


class Provider(ABC):
    """`is_test`: what it is handed is never printed, so it is never counted as posted either."""

    name: str
    is_test = False

    def validate(self, letter: PostalLetter) -> list[str]:
        problems = []
        if not letter.pdf.startswith(b"%PDF-"):
            problems.append("The file is no PDF.")
        if not 1 <= letter.pages <= 2 * SHEETS_IN_AN_ENVELOPE:
            problems.append(f"It has {letter.pages} pages.")
        if not letter.country:
            problems.append("Nobody knows the country that it goes to.")
        if len(letter.address_lines) < 2:
            problems.append("The office has no postal address.")
        return [*problems, *self.misfits(letter.layout)]

    def misfits(self, layout: str) -> list[str]:
        """Why no letter of this layout can be taken, in words."""
        return []

    @abstractmethod
    def price(self, letter: PostalLetter) -> Money | None: ...

    @abstractmethod
    def send(self, letter: PostalLetter, *, key: str) -> Handed:
        """Raise ProviderError when the letter was not taken, or nobody knows."""

    @abstractmethod
    def status(self, reference: str) -> Told: ...
