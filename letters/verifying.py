"""Whoever holds a letter can ask the house whether it is ours: by its reference and a short code that stand on it.

The code is the first 40 bits of the SHA-256 of what was agreed, in the alphabet of references (appeals/merging.py):
nobody gets it from a reference, and it survives being read over the telephone.

Who signed is told to nobody, whatever they hold: a name may be blacked out on the paper that they have.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings

from appeals import limiting
from appeals.merging import ALPHABET, digest
from letters.leaving import INVALID, WITHDRAWN
from letters.models import Letter
from letters.states import State

PLACES = 8  # of five bits each
# Wrong ones, from one network in an hour. Right ones are not counted: an embassy may look at a whole bag of letters.
WRONG_AN_HOUR = 60
# Read as Crockford's base 32 reads them; and Cyrillic capitals that look like Latin ones, from the keyboards of our offices.
_LOOK_ALIKE = str.maketrans("ILOU" + "АВЕІКМНОРСТУХ", "110V" + "ABE1KMH0PCTYX")
_NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class Words:
    """One text of a letter; `heading` stands over the version in the language of its signer only."""

    language: str
    heading: str
    subject: str
    salutation: str
    paragraphs: list[str]
    demands: list[str]
    ending: list[str]
    closing: str
    has_own_words: bool


@dataclass(frozen=True)
class Verified:
    """What the page shows of a letter: all but its signer, their town, their address and their own words.

    `ended`: "withdrawn" (then `ended_at` is when), "invalid", "changed", "stopped", or "" while it stands.
    """

    reference: str
    code: str
    digest: str
    day: date
    office: str
    texts: list[Words]
    is_whole: bool
    accepted_at: datetime | None
    posted_at: datetime | None
    ended: str
    ended_at: datetime | None


@lru_cache(maxsize=64)  # a letter asks twice
def code_of(digest: str) -> str:
    """`7F3K-92QD`. `digest` is the SHA-256 of the agreed letter, in hex."""
    number = int(digest[: PLACES * 5 // 4], 16)
    places = "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(PLACES)))
    return f"{places[:4]}-{places[4:]}"


def address_of(reference: str, digest: str) -> str:
    """The verify page's address as the QR code on a letter holds it.

    In capitals, and without the dashes that people need and codes do not: the alphanumeric mode of ISO/IEC 18004
    knows no small letters, and takes half the room.
    """
    return f"{home()}{reference.removeprefix('OC-').replace('-', '')}/{code_of(digest).replace('-', '')}"


def page_for(reference: str, digest: str) -> str:
    """The same for who clicks: `https://outcry.example/v/7F3K92QD/7F3K92QD/`."""
    places, code = address_of(reference, digest).rsplit("/", 2)[1:]
    return f"{settings.OUTCRY_URL}/v/{places}/{code}/"


def home() -> str:
    """`HTTPS://OUTCRY.EXAMPLE/V/`: host names know no capitals (RFC 4343), and the path is ours."""
    return f"{settings.OUTCRY_URL}/v/".upper()


def places_of(typed: str) -> str:
    """Eight places of ALPHABET as somebody typed them, `oc 7f3k–92qd` or `7F3K92QD`; "" for what is none."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper().translate(_LOOK_ALIKE)
    places = "".join(one for one in plain if one.isalnum())
    if len(places) == PLACES + 2 and places.startswith("0C"):  # the O of "OC-" is a zero by now
        places = places[2:]
    return places if len(places) == PLACES and set(places) <= set(ALPHABET) else ""


def look_up(*, reference: str, code: str) -> Verified | None:
    """None for a reference that is not there and for a code that is not its: after one query, and the same comparison.

    What is sealed is opened afterwards, so that the time taken does not tell the two apart either.
    """
    places, given = places_of(reference), places_of(code)
    if not places or not given:
        return None
    row = Letter.objects.filter(reference=f"OC-{places[:4]}-{places[4:]}").values_list("pk", "digest").first()
    pk, sealed = row or (0, _NO_DIGEST)
    right = secrets.compare_digest(code_of(sealed).replace("-", ""), given)
    if not (right and row):
        return None
    letter = Letter.objects.select_related("signature").defer(*_NEVER_SHOWN).get(pk=pk)
    return _told(letter, letter.frozen) if letter.frozen else None


def refuses(*, network: str, now: datetime) -> bool:
    """Whether so many wrong ones came from `network` (kit/networks.py) that even a right one is not answered now."""
    return limiting.is_over(_share(network), now)


def note_wrong(*, network: str, now: datetime) -> None:
    limiting.use([_share(network)], now)


# Sealed columns of the signature, of which this page needs none.
_NEVER_SHOWN = tuple(f"signature__{column}" for column in ("name", "town", "postal", "own_words", "agreed"))


def _share(network: str) -> limiting.Share:
    return limiting.Share(f"verify {network}", WRONG_AN_HOUR, timedelta(hours=1))


def _told(letter: Letter, agreed: dict[str, Any]) -> Verified:
    ended, ended_at = _ended(letter)
    return Verified(
        reference=letter.reference,
        code=code_of(letter.digest),
        digest=letter.digest,
        day=date.fromisoformat(agreed["date"]),
        office=agreed["recipient"]["name"],
        texts=[_words(one) for one in (agreed, agreed.get("own_version")) if one],
        is_whole=secrets.compare_digest(digest(agreed), letter.digest),
        accepted_at=letter.accepted_at,
        posted_at=letter.posted_at,
        ended=ended,
        ended_at=ended_at,
    )


def _words(text: dict[str, Any]) -> Words:
    """Field by field: what is added to a letter one day is not shown before somebody has thought about it."""
    return Words(
        language=text["language"],
        heading=text.get("heading", ""),
        subject=text["subject"],
        salutation=text["salutation"],
        paragraphs=text["paragraphs"],
        demands=text["demands"],
        ending=text["ending"],
        closing=text["closing"],
        has_own_words=bool(text.get("own_words")),
    )


def _ended(letter: Letter) -> tuple[str, datetime | None]:
    signature = letter.signature
    if signature.state == signature.State.WITHDRAWN or letter.reason == WITHDRAWN:
        return "withdrawn", signature.withdrawn_at
    if signature.state != signature.State.CONFIRMED or letter.reason == INVALID:
        return "invalid", None
    if signature.reference != letter.reference:
        return "changed", signature.edited_at
    return ("stopped" if letter.state == State.CANCELLED else ""), None
