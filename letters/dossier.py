"""The dossier of a case: its ledger on paper, with sources, readers and days, made by the press that makes letters.

What is held back is in the confidential one only, which says so on every page.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns import source_words
from campaigns.ledger_entries import Entry, entries
from campaigns.models import Case, Source
from campaigns.timeline import timeline
from kit.fonts import SMALL, font_face_css
from kit.glyphs import missing
from kit.languages import country_name, long_date
from letters.pressing import press

LOOKS = Path(__file__).resolve().parent.parent / "templates" / "letters" / "dossier.css"
SIZE = 9.5  # points; a dossier has as many pages as it needs


@dataclass(frozen=True)
class Dossier:
    pdf: bytes
    pages: int
    filename: str


def make_dossier(*, case: Case, confidential: bool, by: AbstractBaseUser, now: datetime) -> Dossier:
    """Raise PressRefused when it cannot be made, PressMissing when nothing can be made here. A constant number of queries."""
    found = entries(case, with_held_back=confidential)
    html = render_to_string("letters/dossier.html", _drawable(_context(case, found, confidential, by, now)))
    css = "\n".join([font_face_css(), LOOKS.read_text(encoding="utf-8")])
    identity = hashlib.sha256(html.encode()).hexdigest()[:32]
    pressed = press({"html": html, "css": css, "sizes": [SIZE], "identifier": identity})
    kind = "confidential-dossier" if confidential else "dossier"
    day = timezone.localdate(now)
    return Dossier(pressed.pdf, pressed.pages, f"{kind}-{case.slug}-{day.isoformat()}.pdf")


def _context(
    case: Case, found: list[Entry], confidential: bool, by: AbstractBaseUser, now: datetime
) -> dict[str, Any]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for entry in found:
        kinds.setdefault(str(entry.claim._meta.verbose_name_plural), []).append(_row(entry))
    sources = {citation.source_id: citation.source for entry in found for citation in entry.citations}
    return {
        "title": case.title,
        "summary": case.summary,
        "facts": [
            ("Campaign", case.campaign.name),
            ("Country", country_name(case.country, "en")),
            ("State of the case", case.get_state_display().lower()),
            ("Claims", str(len(found))),
            ("Without a source", str(sum("a source" in entry.lacks for entry in found))),
            ("Not reviewed", str(sum("a review" in entry.lacks for entry in found))),
            ("Made", f"{long_date(timezone.localdate(now), 'en')} by {by.get_username()}"),
        ],
        "confidential": confidential,
        "timeline": [(entry.when, entry.words, entry.claim.held_back) for entry in timeline(found)],
        "kinds": list(kinds.items()),
        "sources": [_source(one) for one in sorted(sources.values(), key=lambda source: source.key)],
    }


def _row(entry: Entry) -> dict[str, Any]:
    claim = entry.claim
    return {
        "words": entry.words,
        "held_back": claim.held_back,
        "release": entry.release,
        "when": entry.when,
        "sources": [
            f"{citation.source.key}, lines {citation.lines}" if citation.lines else citation.source.key
            for citation in entry.citations
        ],
        "reader": f"{claim.reviewed_by}, {long_date(timezone.localdate(claim.reviewed_at), 'en')}"
        if claim.reviewed_at
        else "",
    }


def _source(source: Source) -> dict[str, str]:
    return {
        "key": source.key,
        "told": source_words.told(source),
        "url": source.url,
        "notes": "; ".join(source_words.notes(source)),
    }


def _drawable(value: Any) -> Any:
    """Say the code of what our fonts cannot draw: a system font would step in, another one on every machine."""
    if isinstance(value, str):
        for character in missing(value, SMALL, besides="\r\n\t"):
            value = value.replace(character, f"[U+{ord(character):04X}]")
        return value
    if isinstance(value, dict):
        return {key: _drawable(inner) for key, inner in value.items()}
    return type(value)(_drawable(inner) for inner in value) if isinstance(value, list | tuple) else value
