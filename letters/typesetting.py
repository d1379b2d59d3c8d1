"""Turn a frozen letter into the page that is printed: HTML from an autoescaped template, CSS from its layout.

What cannot be set is refused here, before anything is rendered, with the letter and the field named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from kit import fonts
from kit.addresses import address_lines
from kit.glyphs import missing
from kit.languages import direction
from letters import words
from letters.fitting import DoesNotFit, Fitted, fit
from letters.layouts import Layout, UnknownLayout, layout
from letters.layouts.stylesheet import stylesheet

ADDRESS_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)  # points; DIN 5008 allows no less than 8 for the recipient
SENDER_SIZES = (8, 7.5, 7, 6.5, 6)  # ... and no less than 6 for the return line
ADDRESS_LEADING = 1.19  # as in letter.css; seven lines at 8 points fit a British window
SENDER_LEADING = 1.25
DIGEST_PLACES = 16


class RenderError(Exception):
    """Letter `reference` cannot be made because of `field`. Trying again does not help."""

    def __init__(self, *, reference: str, field: str, reason: str) -> None:
        super().__init__(f"Letter {reference}, {field}: {reason}")
        self.reference, self.field, self.reason = reference, field, reason


@dataclass(frozen=True)
class Sheet:
    html: str
    css: str


def typeset(frozen: Mapping[str, Any], digest: str, *, mark: str = "") -> Sheet:
    """`frozen` is the agreed letter (appeals/merging.py), `digest` its SHA-256 in hex. Raises RenderError.

    `mark` stands large across every page: a test is never taken for a letter.
    """
    page = _page(frozen)
    check_glyphs(frozen)
    sender = _fitted(frozen, "sender_line", [words.in_order(frozen["sender_line"])], page)
    address = _fitted(frozen, "recipient", address_lines(frozen["recipient"]), page)
    language = frozen["language"]
    signer, day = frozen["signer"], date.fromisoformat(frozen["date"])
    context = {
        "letter": frozen,
        "language": language,
        "direction": direction(language),
        "sender": sender,
        "address": address,
        "place_and_date": words.in_order(words.place_and_date(signer["town"], day, language)),
        "reference_word": words.reference_word(language),
        "home": words.in_order(words.home(signer)),
        "short_digest": short_digest(digest),
        "fold_marks": page.fold_marks,
        "test_mark": mark,
    }
    return Sheet(html=render_to_string("letters/letter.html", context), css=stylesheet(page, address, sender))


def short_digest(digest: str) -> str:
    """`3f2a 91bc 0d4e 77a1`: enough to tell letters apart by eye, the whole stands in the database."""
    return " ".join(digest[at : at + 4] for at in range(0, DIGEST_PLACES, 4))


def check_glyphs(frozen: Mapping[str, Any]) -> None:
    for field, text, families in _fields(frozen):
        if lost := missing(text, families, besides="\n"):
            codes = ", ".join(f"{character} (U+{ord(character):04X})" for character in lost)
            raise RenderError(
                reference=frozen["reference"],
                field=field,
                reason=f"The fonts of letters cannot draw {codes}.",
            )


def _fields(frozen: Mapping[str, Any]) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield field, text and families for everything that is printed, as it is printed."""
    yield "subject", frozen["subject"], fonts.SUBJECT
    yield "sender_line", frozen["sender_line"], fonts.SMALL
    for field in ("salutation", "closing"):
        yield field, frozen[field], fonts.TEXT
    for field in ("paragraphs", "demands", "ending"):
        yield from _numbered(field, frozen.get(field, []), fonts.TEXT)
    yield "own_words", frozen.get("own_words", ""), fonts.TEXT
    yield "signer.name", frozen["signer"]["name"], fonts.TEXT
    for field in ("town", "country_name"):
        yield f"signer.{field}", frozen["signer"][field], fonts.TEXT
        yield f"signer.{field}", frozen["signer"][field], fonts.SMALL
    yield from _numbered("recipient", address_lines(frozen["recipient"]), fonts.TEXT)


def _numbered(
    field: str, texts: Iterable[str], families: Sequence[str]
) -> Iterator[tuple[str, str, Sequence[str]]]:
    for number, text in enumerate(texts, start=1):
        yield f"{field} {number}", text, families


def _page(frozen: Mapping[str, Any]) -> Layout:
    try:
        return layout(frozen["layout"])
    except UnknownLayout as error:
        raise RenderError(reference=frozen["reference"], field="layout", reason=str(error)) from error


def _fitted(frozen: Mapping[str, Any], field: str, lines: Sequence[str], page: Layout) -> Fitted:
    box, families, sizes, leading = {
        "sender_line": (page.sender, fonts.SMALL, SENDER_SIZES, SENDER_LEADING),
        "recipient": (page.address, fonts.TEXT, ADDRESS_SIZES, ADDRESS_LEADING),
    }[field]
    try:
        return fit(lines, families, wide=box.width, high=box.height, sizes=sizes, leading=leading)
    except DoesNotFit:
        raise RenderError(
            reference=frozen["reference"],
            field=field,
            reason=f"It is too long for {box.width:g} × {box.height:g} mm, even at {sizes[-1]} points.",
        ) from None
