"""Take pages of a PDF that the press has made into another file: what they paint, and nothing else.

Tags, links, outlines, metadata and actions stay behind: they hang on the catalogue, or on entries of the page that are not in
KEPT (ISO 32000-1, 7.7.2 and 7.7.3.3). Marked content without tags is painted like any other (14.6).
"""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

KEPT = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group")

# (number, dictionary or object as bytes, bytes of a stream or None)
Adopted = tuple[int, bytes, bytes | None]


def adopt(pdf: bytes, number: Callable[[], int]) -> tuple[list[bytes], list[Adopted]]:
    """Return the entries of each page's dictionary, and the objects that they need; `number` gives each a new one.

    Raise pypdf.errors.PyPdfError for what is no PDF.
    """
    taken = _Taken(number)
    pages = []
    for page in PdfReader(BytesIO(pdf)).pages:
        # pypdf hands what a page inherits (7.7.3.4) down to it.
        pages.append(
            b"".join(b"%b %b" % (key.encode(), taken.write(page.raw_get(key))) for key in KEPT if key in page)
        )
    return pages, taken.objects()


class _Taken:
    def __init__(self, number: Callable[[], int]) -> None:
        self.number = number
        self.numbers: dict[tuple[int, int], int] = {}
        self.waiting: list[IndirectObject] = []

    def write(self, one: Any) -> bytes:
        if isinstance(one, IndirectObject):
            theirs = (one.idnum, one.generation)
            if theirs not in self.numbers:
                self.numbers[theirs] = self.number()
                self.waiting.append(one)
            return b"%d 0 R" % self.numbers[theirs]
        if isinstance(one, DictionaryObject):
            return b"<<%b>>" % self.entries(one)
        if isinstance(one, ArrayObject):
            return b"[%b]" % b" ".join(map(self.write, one))
        written = BytesIO()
        one.write_to_stream(written)
        return written.getvalue()

    def entries(self, one: DictionaryObject) -> bytes:
        return b"".join(
            self.write(NameObject(key)) + b" " + self.write(one.raw_get(key))
            for key in one
            if key != "/Length"
        )

    def objects(self) -> list[Adopted]:
        found: list[Adopted] = []
        while self.waiting:
            reference = self.waiting.pop(0)
            one, number = reference.get_object(), self.write(reference).split()[0]
            if not isinstance(one, StreamObject):
                found.append((int(number), self.write(one), None))
            elif "/Filter" in one:
                found.append((int(number), self.entries(one), one._data))
            else:
                head = self.entries(one) + b"/Filter/FlateDecode"
                found.append((int(number), head, zlib.compress(one._data, 9)))
        return found
