"""Compare a PDF of our engine with WeasyPrint's own of the same letter, through readers that are neither's."""

import io
import re
import shutil
import subprocess
import tempfile

import pypdf
import pytest

from letters.engine.compiling import canonical

_TJ = re.compile(rb"\[([^\]]*)\] TJ")
# Depth, kind, page, marked content there, and whether parent and parent tree agree with it.
Element = tuple[int, str, int, list[int], bool]


def content(pdf: bytes, page: int = 0) -> bytes:
    """What is painted, without kerns that move nothing. Several streams are read as one (ISO 32000-1, 7.8.2)."""
    contents = pypdf.PdfReader(io.BytesIO(pdf)).pages[page]["/Contents"].get_object()
    streams = contents if isinstance(contents, pypdf.generic.ArrayObject) else [contents]
    whole = b"\n".join(one.get_object().get_data().strip(b"\n") for one in streams)
    return _TJ.sub(lambda line: b"[%s] TJ" % canonical(line[1].decode()).encode(), whole)


def structure(pdf: bytes) -> list[Element]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    leaves = dict(zip(numbers[::2], numbers[1::2], strict=True))
    pages = [page.indirect_reference for page in reader.pages]
    assert list(leaves) == list(range(len(pages)))
    found: list[Element] = []

    def walk(element: pypdf.generic.IndirectObject, parent: pypdf.generic.IndirectObject, depth: int) -> None:
        one = element.get_object()
        page = pages.index(one.raw_get("/Pg")) if "/Pg" in one else -1
        marked = [int(kid) for kid in one["/K"] if not isinstance(kid, pypdf.generic.IndirectObject)]
        is_sound = one.raw_get("/P") == parent and all(leaves[page][mcid] == element for mcid in marked)
        found.append((depth, one["/S"], page, marked, is_sound))
        for kid in one["/K"]:
            if isinstance(kid, pypdf.generic.IndirectObject):
                walk(kid, element, depth + 1)

    for kid in root["/K"]:
        walk(kid, root.indirect_reference, 0)
    for number in leaves:
        assert len(leaves[number]) == content(pdf, number).count(b"<</MCID ")
    return found


def text(pdf: bytes) -> bytes:
    return _poppler(pdf, "pdftotext", "-layout", "-", "-")


def pixels(pdf: bytes) -> bytes:
    """The first page in grey, at 150 dots per inch."""
    return _poppler(pdf, "pdftoppm", "-r", "150", "-gray", "-singlefile", "-")


def sound(pdf: bytes) -> bool:
    """Whether qpdf finds no fault in the file."""
    if not shutil.which("qpdf"):
        pytest.skip("qpdf checks the file: apt-get install qpdf")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return subprocess.run(["qpdf", "--check", file.name], capture_output=True).returncode == 0


def _poppler(pdf: bytes, *command: str) -> bytes:
    if not shutil.which(command[0]):
        pytest.skip("Poppler's tools draw the PDF: apt-get install poppler-utils")
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
