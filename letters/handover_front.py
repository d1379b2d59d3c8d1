"""The pages before the signatory list: cover letter, demands and totals, from the press that makes letters."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import previewing
from appeals.models import AppealText
from campaigns.models import Target
from kit import fonts
from kit.addresses import address_lines
from kit.fonts import TEXT, font_face_css
from kit.glyphs import missing, width
from kit.languages import direction
from letters import words
from letters.fitting import DoesNotFit, Fitted, fit
from letters.handover_words import list_counts, numbers
from letters.layouts import Box, Layout, layout
from letters.models import Handover
from letters.signatories import Counted
from letters.slots import ADDRESS_LEADING, ADDRESS_SIZES, SENDER_LEADING, SENDER_SIZES

LOOKS = Path(__file__).resolve().parent.parent / "templates" / "letters" / "handover.css"
SIZE = 10.5  # points
TOP, LEFT = 24, 25  # millimetres: the margins in handover.css
FROZEN = ("subject", "salutation", "demands", "closing", "recipient", "layout")


class CannotBePrinted(Exception):
    """`field` of a handover does not fit, or our fonts cannot draw it. Trying again does not help."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def words_at_cut_off(text: AppealText, target: Target, day: date) -> dict[str, Any]:
    """What the approved text and the directory say now, for `Handover.frozen`."""
    agreed = previewing.for_office(text=text, target=target, day=day).agreed
    return {name: agreed[name] for name in FROZEN}


def front(handover: Handover, *, counted: Counted, gone: int) -> dict[str, Any]:
    """The page that the press is asked for. Raise CannotBePrinted."""
    frozen, language = handover.frozen, handover.language
    page = layout(frozen["layout"])
    with translation.override(language):
        sender = [words.in_order(handover.by_whom.splitlines()[0])]
        context = {
            "frozen": frozen,
            "language": language,
            "direction": direction(language),
            "title": _("Handover of signatures"),
            "signatures": handover.signatures,
            "sender": fitted(
                "by_whom", sender, page.sender, fonts.SMALL, SENDER_SIZES[page.sender_is], SENDER_LEADING
            ),
            "address": fitted(
                "target",
                address_lines(frozen["recipient"]),
                page.address,
                TEXT,
                ADDRESS_SIZES,
                ADDRESS_LEADING,
            ),
            "place_and_date": words.place_and_date(handover.place, handover.day, language),
            "by_whom": handover.by_whom,
            "words": handover.words,
            "list_counts": list_counts(counted, gone),
            **numbers(handover, language),
        }
        html = render_to_string("letters/handover.html", context)
    for field, said in _said(handover):
        if lost := missing(said, TEXT, besides="\r\n") or missing(said, fonts.SMALL, besides="\r\n"):
            raise CannotBePrinted(field, f"Our fonts cannot draw {lost}.")
    css = looks(page, context["sender"], context["address"])
    identity = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()[:32]
    return {"html": html, "css": css, "sizes": [SIZE], "identifier": identity}


def _said(handover: Handover) -> Iterator[tuple[str, str]]:
    for field in ("place", "by_whom", "words"):
        yield field, getattr(handover, field)
    frozen = handover.frozen
    texts = [frozen["subject"], frozen["salutation"], frozen["closing"], *frozen["demands"]]
    yield "language", "".join(texts)
    yield "target", "".join(address_lines(frozen["recipient"]))


def fitted(
    field: str,
    lines: list[str],
    box: Box,
    families: tuple[str, ...],
    sizes: tuple[float, ...],
    leading: float,
) -> Fitted:
    try:
        return fit(lines, families, wide=box.width, high=box.height, sizes=sizes, leading=leading)
    except DoesNotFit:
        reason = f"It is too long for {box.width:g} × {box.height:g} mm of the envelope's window."
        raise CannotBePrinted(field, reason) from None


def looks(page: Layout, sender: Fitted, address: Fitted) -> str:
    """Boxes of the first page are placed from where its margins end."""
    is_block = page.sender_is == "block"
    return "\n".join(
        [
            font_face_css(),
            f":root {{ --number: {width('1. ', TEXT):.4f}em }}",
            _placed(".sender", page.sender, stands=not is_block)
            + f" .sender {{ font-size: {sender.size}pt; text-align: {page.sender_align} }}",
            _placed(".address", page.address, stands=False) + f" .address {{ font-size: {address.size}pt }}",
            _placed(".details", page.details, stands=True)
            + f" .details {{ text-align: {page.details_align} }}",
            f".letter {{ padding-top: {page.text_top - TOP:g}mm }}",
            LOOKS.read_text(encoding="utf-8"),
        ]
    )


def _placed(selector: str, box: Box, *, stands: bool) -> str:
    """Hanging from the upper edge of its box, or standing on the lower one."""
    edge = (
        f"top: {box.bottom - TOP:.3f}mm; transform: translateY(-100%)"
        if stands
        else f"top: {box.top - TOP:.3f}mm"
    )
    return f"{selector} {{ position: absolute; left: {box.left - LEFT:.3f}mm; {edge}; width: {box.width}mm }}"
