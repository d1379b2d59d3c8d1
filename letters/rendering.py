"""Render a frozen letter to PDF with WeasyPrint: the same letter gives the same bytes, on any day and in any process.

    rendered = render(letter.frozen)        RenderedLetter(pdf, pages, sha256)

Steps: what the fonts cannot draw or a box cannot hold is refused (typesetting), then a process with
limits makes the PDF (pressing). An empty or broken PDF is never returned. This is what every letter is measured by, and
how those are made that cannot be stamped (letters/paper.py).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appeals.merging import digest
from letters.pressing import PressRefused, press
from letters.typesetting import RenderError, typeset

__all__ = ["RenderError", "RenderedLetter", "page_of", "render"]

# Points, best first. A letter takes the first size that keeps it on one page; when none does, it has
# two pages at the first size rather than one that is hard to read.
TEXT_SIZES = (11, 10.5, 10, 9.5)
MOST_PAGES = 4  # nobody at an office reads more (appeals/approving.py refuses a text that would need them)


@dataclass(frozen=True)
class RenderedLetter:
    pdf: bytes
    pages: int
    sha256: str


def render(frozen: Mapping[str, Any], *, mark: str = "") -> RenderedLetter:
    """Raise RenderError naming letter and field; PressMissing when no letter at all can be made here. `mark`: a test."""
    identity = digest(frozen)
    try:
        pressed = press(page_of(frozen, identity, mark=mark))
    except PressRefused as error:
        raise RenderError(reference=frozen["reference"], field="page", reason=str(error)) from error
    if pressed.pages > (most := most_pages(frozen)):
        reason = f"it needs {pressed.pages} pages, and a letter may have {most}"
        raise RenderError(reference=frozen["reference"], field="page", reason=reason)
    if not pressed.pdf.startswith(b"%PDF-") or not pressed.pages:
        raise RenderError(reference=frozen["reference"], field="page", reason="the press returned no PDF")
    return RenderedLetter(
        pdf=pressed.pdf, pages=pressed.pages, sha256=hashlib.sha256(pressed.pdf).hexdigest()
    )


def most_pages(frozen: Mapping[str, Any]) -> int:
    """As many again for the version in the signer's language."""
    return MOST_PAGES * (2 if frozen.get("own_version") else 1)


def page_of(frozen: Mapping[str, Any], identity: str, *, mark: str = "") -> dict[str, Any]:
    """What the press is asked for. `identity` is the digest of the letter. Raise RenderError."""
    sheet = typeset(frozen, identity, mark=mark)
    # A version in the signer's language has a page of its own behind the letter's.
    own = frozen.get("own_version")
    return {
        "html": sheet.html,
        "css": sheet.css,
        "sizes": TEXT_SIZES,
        "fewest": 2 if own else 1,
        "section_language": own["language"] if own else "",
        "identifier": identity[:32],
    }
