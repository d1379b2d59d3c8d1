"""A collective letter on paper: the page that all share, addressed to the office, and behind it the annex of who signed.

Stamped like the list of a handover, so that twenty thousand names take a second or two.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kit import fonts
from kit.addresses import address_lines
from kit.fonts import TEXT
from kit.glyphs import in_print
from kit.languages import direction
from letters import words
from letters.handover_front import SIZE, fitted, looks
from letters.layouts import layout
from letters.pressing import press
from letters.signatory_cells import entries, pages
from letters.signatory_list import signatory_list
from letters.signatory_sheets import Heading
from letters.slots import ADDRESS_LEADING, ADDRESS_SIZES, SENDER_LEADING, SENDER_SIZES


def pdf_of(
    text: Mapping[str, Any],
    *,
    count: int,
    shown: Sequence[tuple[str, str]],
    unnamed: int,
    own_words: Sequence[tuple[str, str]],
    day: date,
) -> bytes:
    """`text` is what all share, `shown` name and town of each as they chose. Raises CannotBePrinted, PressMissing, PressRefused."""
    language = text["language"]
    said = words.together(language)
    with translation.override(language):
        heading = Heading(language, title=said[1], subject=text["subject"], page=_("Page {number}"))
    file = BytesIO()
    annex = signatory_list(heading, file)
    numbered = ((number, *one) for number, one in enumerate(shown, start=1))
    annex.put(pages(entries(numbered, annex.setting)))
    annex.finish(press(_front(text, count, unnamed, own_words, day)).pdf)
    return file.getvalue()


def _front(
    text: Mapping[str, Any], count: int, unnamed: int, own_words: Sequence[tuple[str, str]], day: date
) -> dict[str, Any]:
    language, page = text["language"], layout(text["layout"])
    counted, listed, not_named, added = words.together(language)
    sender = fitted(
        "by_whom",
        [words.in_order(settings.OUTCRY_FROM_NAME)],
        page.sender,
        fonts.SMALL,
        SENDER_SIZES[page.sender_is],
        SENDER_LEADING,
    )
    address = fitted(
        "target", address_lines(text["recipient"]), page.address, TEXT, ADDRESS_SIZES, ADDRESS_LEADING
    )
    context = {
        "letter": text,
        "language": language,
        "direction": direction(language),
        "sender": sender,
        "address": address,
        "place_and_date": words.place_and_date("", day, language),
        "count": counted.format(count=count),
        "listed": listed,
        "unnamed": not_named.format(count=unnamed) if unnamed else "",
        "own_words_title": added,
        "own_words": [(_drawn(said), words.in_order(in_print(name))) for said, name in own_words],
    }
    html = render_to_string("letters/collective_paper.html", context)
    css = looks(page, sender, address)
    identity = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()[:32]
    return {"html": html, "css": css, "sizes": [SIZE], "identifier": identity}


def _drawn(said: str) -> str:
    return "\n".join(map(in_print, said.splitlines()))
