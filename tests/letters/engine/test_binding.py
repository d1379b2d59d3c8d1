"""A print file paints what the single files of its letters paint, is written as it grows, and can be gone on with."""

import io
import shutil
import subprocess
from collections.abc import Mapping

import pypdf
import pytest
from PIL import ImageChops

from kit.fonts.letter_code import CHARACTERS
from letters.engine import binding
from letters.engine.alphabets import blocks_of
from letters.engine.binding import PrintFile
from letters.engine.filing import form_of
from letters.engine.shaping import CannotStamp
from letters.engine.short_codes import DIGITS
from letters.engine.shell import Shell
from letters.engine.stamping import stamp
from tests.letters.engine.painting import assert_paints_alike, fonts_of, painted
from tests.letters.engine.shells import LETTERS, compiled, lines_of, shell_of, signed_by
from tests.letters.measuring import fonts_of as fonts_measured
from tests.letters.measuring import picture, raw_text_of

AMARA, BELA = "Amara Okafor", "Bela Kovács"
Added = tuple[Shell, Mapping[str, str]]


def single(shell: Shell, lines: Mapping[str, str]) -> bytes:
    return form_of(shell).file(stamp(shell, lines))


def bound(*added: Added | bytes | None) -> bytes:
    """Letters, other PDFs, and None for an empty page."""
    out = io.BytesIO()
    file = PrintFile(out, title="Print batch 7", language="en")
    for one in added:
        add(file, one)
    file.close()
    return out.getvalue()


def add(file: PrintFile, one: Added | bytes | None) -> None:
    if one is None:
        file.blank()
    elif isinstance(one, bytes):
        file.pdf(one)
    else:
        file.stamped(*one)


def letter(name: str, signer: str = "", reference: str = "") -> Added:
    frozen = signed_by(LETTERS[name], signer, reference=reference) if signer else LETTERS[name]
    return shell_of(name), lines_of(frozen)


def qpdf(pdf: bytes, path) -> str:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf reads the file: apt-get install qpdf")
    path.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return checked.stdout + checked.stderr


@pytest.mark.parametrize("name", LETTERS)
def test_each_page_paints_what_the_single_file_paints(name):
    added = letter(name)
    whole, alone = bound(added), single(*added)
    ours, theirs = painted(whole), painted(alone)
    assert len(ours) == len(theirs) == len(added[0].pages)
    for one, other in zip(ours, theirs, strict=True):
        assert_paints_alike(one, other)
        assert one.marked == []
        assert other.marked != []
    assert raw_text_of(whole) == raw_text_of(alone)
    for page in range(1, len(ours) + 1):
        assert ImageChops.difference(picture(whole, page), picture(alone, page)).getbbox() is None
