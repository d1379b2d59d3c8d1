"""What a signer needs to post their letter themselves: the fold, the envelope, the address to copy, the postage if it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appeals.models import Signature
from kit.addresses import address_lines
from letters.folding import Folding, folding_of
from letters.layouts import UnknownLayout, layout
from letters.models import Letter, LetterPdf, PostageHint

# An A4 sheet of 80 g/m² weighs 5 g, a DL envelope of 80 to 100 g/m² no more than 5 g.
SHEET_GRAMS = ENVELOPE_GRAMS = 5


@dataclass(frozen=True)
class YouPost:
    """`hint` is None where staff entered no price. `letter` is what we made of it ourselves, if it was made."""

    folding: Folding
    address: list[str]
    sheets: int
    grams: int
    hint: PostageHint | None
    letter: Letter | None


def you_post(signature: Signature, agreed: Mapping[str, Any]) -> YouPost | None:
    """None without a postal address of the office. At most three queries."""
    recipient = agreed["recipient"]
    if not recipient["address_lines"]:
        return None
    try:
        folding = folding_of(layout(agreed["layout"]))
    except UnknownLayout:
        return None
    letter = Letter.objects.filter(signature=signature, reference=signature.reference).defer("frozen").first()
    pages = LetterPdf.objects.filter(letter=letter).values_list("pages", flat=True).first() if letter else 1
    sheets = pages or 1  # before it is made nobody knows; most have one
    grams = sheets * SHEET_GRAMS + ENVELOPE_GRAMS
    return YouPost(
        folding=folding,
        address=address_lines(recipient),
        sheets=sheets,
        grams=grams,
        hint=_hint(agreed["signer"]["country"], recipient["country"], grams),
        letter=letter,
    )


def _hint(posted_in: str, to: str, grams: int) -> PostageHint | None:
    fitting = PostageHint.objects.filter(country=posted_in, is_abroad=posted_in != to, grams__gte=grams)
    return fitting.order_by("grams").first()
