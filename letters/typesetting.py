"""Turn a frozen letter into the page that is printed: HTML from an autoescaped template, CSS from its layout.

What cannot be set is refused here, before anything is rendered, with the letter and the field named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string

from kit import fonts
from kit.addresses import address_lines
from kit.glyphs import missing
from kit.languages import direction
from letters import slots, words
from letters.fitting import Fitted
from letters.layouts import Layout, UnknownLayout, layout
from letters.layouts.stylesheet import stylesheet
from letters.verifying import home


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
    page = layout_of(frozen)
    check_glyphs(frozen)
    blocks = blocks_of(frozen, digest)
    language, own = frozen["language"], frozen.get("own_version")
    context = {
        "letter": frozen,
        "language": language,
        "direction": direction(language),
        "own_direction": direction(own["language"]) if own else "",
        "blocks": blocks,
        "how_to_check": words.how_to_check(language, home().lower().partition("://")[2]),
        "fold_marks": page.fold_marks,
        "test_mark": mark,
    }
    return Sheet(html=render_to_string("letters/letter.html", context), css=stylesheet(page, blocks))


def blocks_of(frozen: Mapping[str, Any], digest: str) -> dict[str, Fitted]:
    """The lines that differ from letter to letter (letters/slots.py), fitted. Raises RenderError."""
    try:
        return slots.fitted(frozen, digest, layout_of(frozen))
    except slots.TooLong as error:
        raise RenderError(reference=frozen["reference"], field=error.field, reason=str(error)) from None


def layout_of(frozen: Mapping[str, Any]) -> Layout:
    try:
        return layout(frozen["layout"])
    except UnknownLayout as error:
        raise RenderError(reference=frozen["reference"], field="layout", reason=str(error)) from error


def check_glyphs(frozen: Mapping[str, Any]) -> None:
    if _is_drawn(frozen):
        return
    for field, text, families in _fields(frozen):
        if lost := missing(text, families, besides="\n"):
            codes = ", ".join(f"{character} (U+{ord(character):04X})" for character in lost)
            raise RenderError(
                reference=frozen["reference"],
                field=field,
                reason=f"The fonts of letters cannot draw {codes}.",
            )


def _is_drawn(frozen: Mapping[str, Any]) -> bool:
    """Nearly always. What all letters of a text have in common is looked up once."""
    texts = [frozen, *([frozen["own_version"]] if frozen.get("own_version") else [])]
    signer = frozen["signer"]
    own = [
        frozen["sender_line"],
        *(signer["name"], signer["town"], signer["country_name"], *signer.get("address_lines", [])),
        *address_lines(frozen["recipient"]),
        frozen.get("own_words", "").replace("\n", ""),
    ]
    return not missing("".join(own), fonts.TEXT) and all(
        _text_is_drawn(
            text["subject"],
            (text["salutation"], text["closing"]),
            *(tuple(text.get(name, ())) for name in ("paragraphs", "demands", "ending")),
        )
        for text in texts
    )


@lru_cache(maxsize=512)
def _text_is_drawn(subject: str, *rest: tuple[str, ...]) -> bool:
    others = "".join("".join(texts) for texts in rest)
    return not missing(subject, fonts.SUBJECT) and not missing(others.replace("\n", ""), fonts.TEXT)


def _fields(frozen: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield field, text and families for everything that is printed, as it is printed."""
    yield from _text(frozen)
    if own := frozen.get("own_version"):
        yield from ((f"own_version.{field}", text, families) for field, text, families in _text(own))
    yield "sender_line", frozen["sender_line"], fonts.TEXT
    yield "own_words", frozen.get("own_words", ""), fonts.TEXT
    yield from _numbered("signer.address_lines", frozen["signer"].get("address_lines", []), fonts.TEXT)
    for field in ("name", "town", "country_name"):
        yield f"signer.{field}", frozen["signer"][field], fonts.TEXT
    yield from _numbered("recipient", address_lines(frozen["recipient"]), fonts.TEXT)


def _text(letter: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "subject", letter["subject"], fonts.SUBJECT
    for field in ("salutation", "closing"):
        yield field, letter[field], fonts.TEXT
    for field in ("paragraphs", "demands", "ending"):
        yield from _numbered(field, letter.get(field, []), fonts.TEXT)


def _numbered(
    field: str, texts: Iterable[str], families: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for number, text in enumerate(texts, start=1):
        yield f"{field} {number}", text, families
