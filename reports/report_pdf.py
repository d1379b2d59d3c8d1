"""A report on paper, from the press that makes letters: tagged (PDF/UA-1), the same words and numbers give the same bytes."""

import hashlib
import re
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from kit.fonts import TEXT, font_face_css
from kit.glyphs import missing
from kit.languages import direction
from letters.pressing import PressRefused, press
from reports.partner_report import PartnerReport
from reports.report_words import told

LOOKS = Path(__file__).resolve().parent.parent / "templates"
SIZE = 10.5  # points


def as_pdf(report: PartnerReport, language: str) -> bytes:
    """Raise PressRefused for what our fonts cannot draw, PressMissing when nothing can be made here."""
    page = asked(report, language)
    if lost := missing(re.sub(r"<[^>]*>", "", page["html"]), TEXT, besides="\r\n\t"):
        raise PressRefused(f"our fonts cannot draw {lost}")
    return press(page).pdf


def asked(report: PartnerReport, language: str) -> dict[str, Any]:
    """The page that the press is asked for. `language` must be the active one."""
    context = {**told(report, language), "language": language, "direction": direction(language)}
    html = render_to_string("reports/report.html", context)
    css = "\n".join(
        [
            font_face_css(),
            (LOOKS / "letters" / "handover.css").read_text(encoding="utf-8"),
            (LOOKS / "reports" / "report.css").read_text(encoding="utf-8"),
        ]
    )
    identity = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()[:32]
    # Long campaigns take many pages: one size for all of them.
    return {"html": html, "css": css, "sizes": [SIZE], "identifier": identity}
