"""Poster and signature sheet of an appeal, from the same press as its letters: the same words give the same bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from appeals import sharing, wording
from appeals.showing import Shown
from kit.fonts import SUBJECT, font_face_css
from kit.glyphs import missing
from kit.languages import country_name, direction
from letters.pressing import PressRefused, press
from supporters import consent
from supporters.models import Consent

LOOKS = Path(__file__).resolve().parent.parent / "templates" / "letters"
# Points, best first: everything on a poster grows with them. The first that keeps it on one page is taken.
POSTER_SIZES = (17, 15.5, 14, 12.5, 11, 10)
SHEET_SIZES = (9.5, 9, 8.5, 8)
FORMATS = {"a4": ("210mm 297mm", 1.0), "a3": ("297mm 420mm", 2**0.5)}
LINES = range(1, 11)  # that a sheet has for signing


@dataclass(frozen=True)
class Page:
    """What the press will be asked for; `digest` is that of everything that decides its bytes."""

    html: str
    css: str
    sizes: tuple[float, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256("\0".join([self.html, self.css, repr(self.sizes)]).encode()).hexdigest()


def poster(one: Shown, *, paper: str, language: str) -> Page:
    """`paper` is a4 or a3. `language` must be the active one."""
    size, factor = FORMATS[paper]
    address = sharing.link(one.appeal, source=sharing.Source.POSTER, language=language)
    context = {"text": one.text, "demands": one.wordings.demands[one.text.language], **_shared(address, one)}
    css = f"@page {{ size: {size} }}\n{_css('poster.css')}"
    return Page(
        render_to_string("letters/poster.html", context),
        css,
        tuple(round(points * factor, 2) for points in POSTER_SIZES),
    )


def sheet(one: Shown, *, language: str) -> Page:
    address = sharing.link(one.appeal, source=sharing.Source.POSTER, language=language)
    text = one.text
    context = {
        "text": text,
        "demands": one.wordings.demands[text.language],
        "paragraphs": wording.paragraphs(text.body),
        "ending": wording.paragraphs(text.ending),
        "state": country_name(one.appeal.represents, language),
        "updates": consent.wording(Consent.Purpose.UPDATES, language),
        "updates_version": consent.VERSION,
        "lines": LINES,
        "asks_address": one.appeal.asks_postal_address,
        **_shared(address, one),
    }
    return Page(render_to_string("letters/sheet.html", context), _css("sheet.css"), SHEET_SIZES)


def pressed(page: Page) -> bytes:
    """Raise PressRefused for what our fonts cannot draw or does not fit, PressMissing when nothing can be made here."""
    if lost := missing(_words(page.html), SUBJECT, besides="\r\n\t"):
        raise PressRefused(f"our fonts cannot draw {lost}")
    return press(
        {"html": page.html, "css": page.css, "sizes": page.sizes, "identifier": page.digest[:32]}
    ).pdf


def _shared(address: str, one: Shown) -> dict[str, Any]:
    # Error correction M: a poster hangs outside, and 15 % of the code may be torn or wet.
    code = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4)
    return {
        "code": mark_safe(code),  # noqa: S308 -- drawn by segno from our own address
        "address": address.split("://", 1)[-1].split("?", 1)[0],
        "direction": direction(one.text.language),
        "code_words": _("A code that leads to this page"),
    }


def _css(name: str) -> str:
    return "\n".join([font_face_css(), (LOOKS / name).read_text(encoding="utf-8")])


def _words(html: str) -> str:
    return "".join(piece.partition(">")[2] or piece for piece in html.split("<"))
