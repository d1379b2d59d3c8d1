"""Measure a produced PDF with Poppler, in millimetres from the page's left and upper edge.

A reader that is not ours says what an office's reader would say; without it a test that measures is skipped, and says so.
"""

import html
import io
import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest
from PIL import Image

from kit.fonts.letter_code import CHARACTERS
from letters.layouts import Box

MM = 25.4 / 72
DOTS = 150 / 25.4  # to the millimetre: what an office scanner makes of a letter
PAPER = 250  # of 255; anything darker is ink
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    text: str
    box: Box


def words_on_page(pdf: bytes, page: int = 1) -> list[Word]:
    found = _poppler(pdf, "pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-").decode()
    return [
        Word(
            html.unescape(text),
            Box(float(x) * MM, float(y) * MM, (float(x2) - float(x)) * MM, (float(y2) - float(y)) * MM),
        )
        for x, y, x2, y2, text in _WORD.findall(found)
    ]


def picture(pdf: bytes, page: int = 1) -> Image.Image:
    """The page in shades of grey at DOTS to the millimetre."""
    made = _poppler(
        pdf, "pdftoppm", "-r", f"{DOTS * 25.4:.4f}", "-gray", "-f", str(page), "-l", str(page), "-"
    )
    return Image.open(io.BytesIO(made))


def ink(image: Image.Image, box: Box) -> Box | None:
    """Where something is printed within `box`, or None where the paper is empty."""
    edges = [round(edge * DOTS) for edge in (box.left, box.top, box.right, box.bottom)]
    part = image.crop((*edges[:2], *edges[2:]))
    found = part.point(lambda shade: 255 if shade < PAPER else 0).getbbox()
    if found is None:
        return None
    left, top, right, bottom = (edge / DOTS for edge in found)
    return Box(box.left + left, box.top + top, right - left, bottom - top)


def overlapping(words: list[Word]) -> list[tuple[str, str]]:
    """Pairs of words that are printed over each other. Poppler's boxes are higher than letters, so their middle counts."""
    boxes = [(word.text, middle(word.box)) for word in words]
    return [
        (one, other)
        for at, (one, box) in enumerate(boxes)
        for other, its in boxes[at + 1 :]
        if touches(box, its)
    ]


def middle(box: Box) -> Box:
    return Box(box.left, box.top + box.height * 0.15, box.width - 0.05, box.height * 0.7)


def text_of(pdf: bytes) -> str:
    """The words in the order in which they are painted, without the rows of the QR code, with one blank between them."""
    # A soft hyphen at the end of a line divides a word and is none of its characters (ISO 32000-1, 14.8.2.2.3).
    words = raw_text_of(pdf).replace("\u00ad\n", "").split()
    return " ".join(word for word in words if not set(word) <= set(CHARACTERS))


def raw_text_of(pdf: bytes) -> str:
    """The lines as they are painted."""
    return _poppler(pdf, "pdftotext", "-raw", "-", "-").decode()


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Return font name without its subset prefix -> embedded."""
    lines = _poppler(pdf, "pdffonts", "-").decode().splitlines()[2:]
    return {line.split()[0].partition("+")[2]: line.split()[-5] == "yes" for line in lines}


def inside(word: Box, box: Box, *, slack: float = 0.5) -> bool:
    """Poppler's boxes are as high as the font allows (1.36 em), more than any letter; hence the slack in mm."""
    return (
        word.left >= box.left - slack
        and word.right <= box.right + slack
        and word.top >= box.top - slack
        and word.bottom <= box.bottom + slack
    )


def touches(word: Box, box: Box) -> bool:
    return word.left < box.right and word.right > box.left and word.top < box.bottom and word.bottom > box.top


def _poppler(pdf: bytes, *command: str) -> bytes:
    if not shutil.which(command[0]):
        pytest.skip("Poppler's tools measure the PDF: apt-get install poppler-utils")
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
