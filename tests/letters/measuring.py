"""Measure a produced PDF with Poppler, in millimetres from the page's left and upper edge.

A reader that is not ours says what an office's reader would say; without it a test that measures is skipped, and says so.
"""

import html
import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest

from kit.fonts.letter_code import CHARACTERS
from letters.layouts import Box

MM = 25.4 / 72
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    text: str
    box: Box


def words_on_page(pdf: bytes, page: int = 1) -> list[Word]:
    found = _poppler(pdf, "pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-")
    return [
        Word(
            html.unescape(text),
            Box(float(x) * MM, float(y) * MM, (float(x2) - float(x)) * MM, (float(y2) - float(y)) * MM),
        )
        for x, y, x2, y2, text in _WORD.findall(found)
    ]


def text_of(pdf: bytes) -> str:
    """The words in the order in which they are painted, without the rows of the QR code, with one blank between them."""
    words = _poppler(pdf, "pdftotext", "-raw", "-", "-").split()
    return " ".join(word for word in words if not set(word) <= set(CHARACTERS))


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Return font name without its subset prefix -> embedded."""
    lines = _poppler(pdf, "pdffonts", "-").splitlines()[2:]
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


def _poppler(pdf: bytes, *command: str) -> str:
    if not shutil.which(command[0]):
        pytest.skip("Poppler's tools measure the PDF: apt-get install poppler-utils")
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
