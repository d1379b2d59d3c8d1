"""Bind letters and other sheets into one PDF that is written to disk as it goes, and can be gone on with after a crash.

    file = PrintFile(out, title="Print batch 7", language="en")
    file.pdf(cover); file.letter(frozen); …; file.close()

Every object is written once, as soon as it is there, and only its place in the file is remembered (a cross-reference
section needs nothing else: ISO 32000-2, 7.5.4). Pages are copied without the structure tree of the document they come from.
"""

import hashlib
import json
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from letters.paper import make

CATALOG, PAGES, INFO = 1, 2, 3  # object numbers kept for what is written last
A4 = b"[0 0 595.276 841.89]"  # points
# They belong to the tree of pages, or to a structure tree, of the document that a page comes from.
LEFT_BEHIND = {"/Parent", "/StructParents", "/StructParent", "/Tabs"}


class PrintFile:
    """`pages` are those that are bound so far."""

    def __init__(self, out: BinaryIO, *, title: str, language: str) -> None:
        self._out, self._title, self._language = out, title, language
        self._places = array(
            "Q", [0] * (INFO + 1)
        )  # of each object by its number; 0 is the head of the free list
        self._kids = array("Q")
        self.pages = 0
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def letter(self, frozen: Mapping[str, Any]) -> int:
        """Return the pages it took. Raises RenderError, and then nothing was added, and PressMissing."""
        return self.pdf(make(frozen).pdf)

    def pdf(self, content: bytes) -> int:
        copy = _Copy(self, PdfReader(BytesIO(content)))
        self._kids.extend(copy.pages)
        self.pages += len(copy.pages)
        return len(copy.pages)

    def blank(self) -> None:
        """One empty A4 page."""
        number = self.reserve()
        self.write(number, b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources << >> >>" % (PAGES, A4))
        self._kids.append(number)
        self.pages += 1

    def reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def write(self, number: int, body: bytes) -> None:
        self._places[number] = self._out.tell()
        self._out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def checkpoint(self) -> bytes:
        """All that was written so far is in `out`; return what it takes to go on from here."""
        self._out.flush()
        state = {
            "title": self._title,
            "language": self._language,
            "size": self._out.tell(),
            "places": b64encode(self._places.tobytes()).decode(),
            "kids": b64encode(self._kids.tobytes()).decode(),
        }
        return zlib.compress(json.dumps(state).encode())

    @classmethod
    def resume(cls, out: BinaryIO, state: bytes) -> "PrintFile":
        """What `out` has behind the checkpoint is cut off."""
        known = json.loads(zlib.decompress(state))
        file = cls.__new__(cls)
        file._out, file._title, file._language = out, known["title"], known["language"]
        file._places, file._kids = (array("Q", b64decode(known[name])) for name in ("places", "kids"))
        file.pages = len(file._kids)
        out.truncate(known["size"])
        out.seek(known["size"])
        return file

    def close(self) -> None:
        """Write what ends the file. The same pages give the same bytes, on any day."""
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        self.write(PAGES, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (self.pages, kids))
        language = _written(TextStringObject(self._language))
        self.write(CATALOG, b"<< /Type /Catalog /Pages %d 0 R /Lang %b >>" % (PAGES, language))
        self.write(INFO, b"<< /Title %b >>" % _written(TextStringObject(self._title)))
        start = self._out.tell()
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places))
        for place in self._places[1:]:
            self._out.write(b"%010d 00000 n \n" % place)
        identity = hashlib.sha256(f"{self._title}\0{start}".encode()).hexdigest()[:32].encode()
        self._out.write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._places), CATALOG, INFO, identity, identity, start)
        )
        self._out.flush()


class _Copy:
    """The pages of one document, and all that they point at, under numbers of the file they are copied into."""

    def __init__(self, file: PrintFile, reader: PdfReader) -> None:
        self.file, self.numbers, self.waiting = file, {}, list[IndirectObject]()
        self.pages = [file.reserve() for _page in reader.pages]
        for number, page in zip(self.pages, reader.pages, strict=True):
            if page.indirect_reference is not None:
                self.numbers[page.indirect_reference.idnum] = number
        for number, page in zip(self.pages, reader.pages, strict=True):
            own = self._own(DictionaryObject({k: v for k, v in page.items() if k not in LEFT_BEHIND}))
            own[NameObject("/Parent")] = IndirectObject(PAGES, 0, reader)
            file.write(number, _written(own))
        while self.waiting:
            found = self.waiting.pop()
            whole = found.get_object()
            if whole is not None:
                file.write(self.numbers[found.idnum], _written(self._own(whole)))

    def _own(self, value: Any) -> Any:
        """The same with our numbers; what is pointed at waits to be copied."""
        if isinstance(value, IndirectObject):
            if value.idnum not in self.numbers:
                self.numbers[value.idnum] = self.file.reserve()
                self.waiting.append(value)
            return IndirectObject(self.numbers[value.idnum], 0, value.pdf)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._own(one) for one in value)
        if isinstance(value, DictionaryObject):
            # A stream keeps its bytes as they are, compressed.
            made = StreamObject() if isinstance(value, StreamObject) else DictionaryObject()
            if isinstance(value, StreamObject):
                made._data = value._data  # type: ignore[attr-defined]  # a StreamObject has it
            made.update({k: self._own(v) for k, v in value.items() if k not in LEFT_BEHIND})
            return made
        return value


def _written(value: PdfObject) -> bytes:
    stream = BytesIO()
    value.write_to_stream(stream)
    return stream.getvalue()
