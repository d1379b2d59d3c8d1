"""Every layout in every language, measured on the produced PDF in millimetres from the page's edges."""

from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import segno

from appeals.merging import digest
from kit import qr
from kit.fonts.letter_code import CHARACTERS
from letters.layouts import Box, known, layout
from letters.layouts.stylesheet import FOLD_MARK
from letters.rendering import RenderedLetter, render
from letters.slots import named
from letters.typesetting import blocks_of
from letters.verifying import address_of, code_of
from letters.words import LEFT_TO_RIGHT, how_to_check
from tests.letters.measuring import (
    DOTS,
    Word,
    ink,
    inside,
    overlapping,
    picture,
    text_of,
    touches,
    words_on_page,
)
from tests.letters.samples_more import EVERY

every_layout = pytest.mark.parametrize("name", sorted(known()))
every_language = pytest.mark.parametrize("language", EVERY)
PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures" / "letters"
MM_PER_POINT = 25.4 / 72


def sample(name: str, language: str) -> dict[str, Any]:
    return {**EVERY[language], "layout": name}


@lru_cache(maxsize=128)
def made(name: str, language: str) -> RenderedLetter:
    return render(sample(name, language))


def words_of(name: str, language: str) -> list[Word]:
    """Without the rows of the QR code, which are no words."""
    return [word for word in words_on_page(made(name, language).pdf) if not set(word.text) <= set(CHARACTERS)]


def texts(words: list[Word]) -> list[str]:
    return " ".join(word.text for word in words).replace(LEFT_TO_RIGHT, "").split()


@every_layout
@every_language
def test_the_window_shows_the_address_and_nothing_else(name, language):
    frozen, page, words = sample(name, language), layout(name), words_of(name, language)
    blocks = blocks_of(frozen, digest(frozen))
    addressed = [word for word in words if inside(word.box, page.address)]
    assert texts(addressed) == " ".join(blocks["address"].lines).split()
    sent = [word for word in words if inside(word.box, page.sender)]
    assert texts(sent) == " ".join(blocks["sender"].lines).split()
    return_line = sent if page.sender_is == "line" else []
    assert [word for word in words if touches(word.box, page.window)] == sorted(
        [*return_line, *addressed], key=words.index
    )


@every_layout
@every_language
def test_nothing_is_printed_over_anything_else(name, language):
    assert made(name, language).pages == 1
    assert overlapping(words_of(name, language)) == []


@every_layout
@every_language
def test_all_stands_within_the_margins_and_the_footer_below(name, language):
    frozen, page, words = sample(name, language), layout(name), words_of(name, language)
    subject = next(word for word in words if word.text == frozen["subject"].split()[0])
    assert subject.box.top == pytest.approx(page.text_top, abs=1.5)
    assert subject.box.left == pytest.approx(page.left, abs=0.4)
    text = [word for word in words if word.box.top >= page.text_top - 1.5]
    footer = [word for word in text if word.box.top >= page.height - page.bottom]
    assert min(word.box.left for word in text) >= page.left - 0.4
    assert max(word.box.right for word in text) <= page.width - page.right + 0.4
    assert max(word.box.bottom for word in words) == pytest.approx(page.height - page.footer, abs=0.5)
    assert {frozen["reference"], code_of(digest(frozen))} <= set(texts(footer))
    details = [word for word in words if touches(word.box, page.details) and word not in text]
    assert all(inside(word.box, page.details) for word in details)
    assert frozen["reference"] in texts(details)


@every_layout
@every_language
def test_what_differs_between_letters_is_painted_after_all_that_does_not(name, language):
    """The condition of stamping (docs/letters.md): a letter's own lines come last, in the order in which they are read."""
    frozen = sample(name, language)
    blocks = blocks_of(frozen, digest(frozen))
    del blocks["code"]  # in a margin box, and those are painted after the page
    own = " ".join(" ".join(named(blocks).values()).split())
    constant, _, last = text_of(made(name, language).pdf).partition(words_of_checking(language))
    assert last.replace(LEFT_TO_RIGHT, "") == f" {own}"
    for part in (frozen["subject"], *frozen["paragraphs"], *frozen["demands"], frozen["closing"]):
        assert " ".join(part.split()) in constant


def words_of_checking(language: str) -> str:
    return how_to_check(EVERY[language]["language"], "127.0.0.1:8000/v/")


@every_layout
def test_a_signature_has_fifteen_millimetres(name):
    frozen, words = sample(name, "en"), words_of(name, "en")
    closing = max((word for word in words if word.text == frozen["closing"].split()[0]), key=_bottom)
    signed = max((word for word in words if word.text == frozen["signer"]["name"].split()[0]), key=_bottom)
    assert signed.box.top - closing.box.bottom == pytest.approx(15, abs=0.6)


def _bottom(word: Word) -> float:
    return word.box.bottom


@every_layout
def test_fold_marks_stand_at_the_left_edge_and_what_must_stay_empty_is(name):
    page, image = layout(name), picture(made(name, "de").pdf)
    edge, marks, top = Box(0, 0, page.left - 2, page.height), [], 0.0
    while found := ink(image, Box(FOLD_MARK, top, 1, edge.height - top)):
        marks.append(found.top)
        top = found.top + 1
    assert marks == pytest.approx(list(page.fold_marks), abs=0.3)
    printed = ink(image, edge)
    assert printed is None if not marks else printed.right == pytest.approx(FOLD_MARK + 4, abs=0.3)
    assert [ink(image, zone) for zone in page.keep_empty] == [None] * len(page.keep_empty)


def test_the_zone_that_a_postal_service_franks_is_kept_empty():
    page = layout("post_service")
    assert page.keep_empty == (Box(20, 40, 89.5, 20),)
    assert page.address == Box(22, 60, 85.5, 25.5)


@every_layout
def test_the_code_can_be_read_from_a_scan_and_leads_to_the_letter(name):
    """Each module is looked at where ISO/IEC 18004 puts it, in a picture of 150 dots to the inch."""
    frozen, page = sample(name, "en"), layout(name)
    image = picture(made(name, "en").pdf)
    address = address_of(frozen["reference"], digest(frozen))
    code = segno.make(
        address, mode="alphanumeric", error=qr.ERROR, mask=qr.MASK, boost_error=False, micro=False
    ).matrix
    blocks = blocks_of(frozen, digest(frozen))
    module = blocks["code"].size * MM_PER_POINT / 2
    across = module * len(blocks["code"].lines) * 2
    left = page.width - page.right - across
    top = page.height - page.footer - across
    seen = [
        [
            image.getpixel(
                (
                    round((left + (x + 0.5) * module) * DOTS - 0.5),
                    round((top + (y + 0.5) * module) * DOTS - 0.5),
                )
            )
            < 128
            for x in range(len(code))
        ]
        for y in range(len(code))
    ]
    assert seen == [[bool(dark) for dark in row] for row in code]
    # Four modules of quiet all around (clause 9.1), and no more ink than the code.
    around = Box(left - 4 * module, top - 4 * module, across + 8 * module, across + 8 * module)
    printed = ink(image, around)
    assert printed.left == pytest.approx(left, abs=0.25)
    assert printed.right <= left + len(code) * module + 0.25
    assert printed.bottom <= top + len(code) * module + 0.25


@every_layout
@every_language
def test_a_picture_of_it_is_kept_to_be_looked_at(name, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    image = picture(made(name, language).pdf)
    image.resize((image.width // 2, image.height // 2)).save(PICTURES / f"{name}-{language}.png")
    page = layout(name)
    assert image.size == (ceil(page.width * DOTS - 0.01), ceil(page.height * DOTS - 0.01))
