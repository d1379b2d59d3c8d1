"""A tagged PDF of any number of pages, written to its end as the pages come; what is kept of one is the numbers of its objects.

The clauses are those of ISO 32000-1:2008. Objects may stand in any order (7.5.1): the pages of the list go out first, the
front part follows, which is made last because it tells what came of all. It keeps its own numbers, and those of the list
begin at FIRST; numbers between are not used (7.5.8.2, Index). Of each page the content is a stream of its own behind the
constant one that all share (7.8.2); page, structure elements and their array are packed into one object stream (7.5.7).
The pages hang in nodes of NODE (7.7.3). Every row is marked, and its element is in the parent tree (14.7.4.4).
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from letters.engine.filing import HEADER, pack, stream_object
from letters.engine.shell import Shell
from letters.engine.taking_apart import Apart, ArrayObject, NameObject, NumberObject, Ref

FIRST = 100_000  # the front part has fewer objects, and fewer keys in its parent tree
NODE = 64
_ENTRY = struct.Struct(">BIH")  # kind; offset, or number of the object stream; index in that
_STREAM, _PACKED = 1, 2
_REFERENCE = re.compile(rb"(\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_BOX = re.compile(rb"/(?:Media|Trim|Bleed)Box ?\[[^\]]*\]")


class GrowingFile:
    """Writes to `file`, which has nothing but `write(bytes)`. The same pages and the same front part are the same file."""

    def __init__(self, file: Any, shell: Shell, constant: bytes) -> None:
        self._file, self._digest, self._at = file, hashlib.sha256(), 0
        self._entries = bytearray()  # of FIRST and those after it
        self._nodes: list[tuple[int, list[int]]] = []
        self._arrays: list[int] = []  # of the elements of each page
        self._write(HEADER)
        self._root, self._section = self.later(), self.later()
        page = next(one.head for one in shell.objects if one.number == shell.pages[0].number)
        self._boxes = b"".join(_BOX.findall(page))
        self._resources = self._taken_from(shell, int(_RESOURCES.findall(page)[0]))
        self._constant = self._stream(constant)

    @property
    def pages(self) -> int:
        return len(self._arrays)

    def later(self, count: int = 1) -> int:
        """The number of an object that is still to be written, or the first of so many."""
        first = FIRST + len(self._entries) // _ENTRY.size
        self._entries += bytes(count * _ENTRY.size)
        return first

    def page(self, content: bytes, marked: int, forms: Mapping[str, int]) -> None:
        """`marked`: how many rows stand in it, from 0 on. `forms`: what it paints besides, by name (`forms_of`)."""
        own = self._stream(content)
        if not self._nodes or len(self._nodes[-1][1]) == NODE:
            self._nodes.append((self.later(), []))
        node, kids = self._nodes[-1]
        page = self.later(3 + marked)
        array, section, rows = page + 1, page + 2, range(page + 3, page + 3 + marked)
        references = b" ".join([b"%d 0 R" % row for row in rows])
        drawn = b"".join([b"/%s %d 0 R" % (name.encode(), form) for name, form in forms.items()])
        self._pack(
            [
                (page, b"<</Type/Page/Parent %d 0 R%s/Resources<<%s%s>>/Contents[%d 0 R %d 0 R]/Tabs/S/StructParents %d>>" % (
                    node, self._boxes, self._resources, b"/XObject<<%s>>" % drawn if drawn else b"",
                    self._constant, own, FIRST + self.pages,
                )),
                (array, b"[%s]" % references),
                (section, b"<</Type/StructElem/S/Sect/P %d 0 R/K[%s]>>" % (self._section, references)),
                *[
                    (row, b"<</Type/StructElem/S/P/P %d 0 R/Pg %d 0 R/K %d>>" % (section, page, place))
                    for place, row in enumerate(rows)
                ],
            ]
        )  # fmt: skip
        kids.append(page)
        self._arrays.append(array)

    def forms_of(self, pdf: bytes, numbers: Sequence[int]) -> None:
        """Write the pages of a PDF as forms (8.10) under `numbers`, which pages have named before."""
        apart = Apart(pdf)
        resources = [page.raw_get("/Resources") for page in apart.pages]
        moved = {number: self.later() for number in apart.needed_by(*resources)}
        self._put_all(apart, moved)
        for number, page, named in zip(numbers, apart.pages, resources, strict=True):
            content = page["/Contents"].get_data()
            head = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources %s" % (
                b" ".join([str(float(edge)).encode() for edge in page["/MediaBox"]]),
                apart.written(named, moved),
            )
            self._note(number, _STREAM, self._at, 0)
            self._write(stream_object(number, zlib.compress(_unmarked(content)), head))

    def finish(self, front: bytes) -> int:
        """Write the front part, hang the list behind it, and close the file; return how many pages it has."""
        apart = Apart(front)
        pages = apart.catalog.raw_get("/Pages")
        tree = apart.catalog["/StructTreeRoot"]
        document = list.__getitem__(tree["/K"], 0)
        root, last = apart.objects[pages.idnum], max(apart.objects)
        if last >= FIRST:
            raise ValueError("the front part has too many objects")
        count = int(root["/Count"]) + self.pages
        if self.pages:
            root["/Kids"].append(Ref(self._root))
            root[NameObject("/Count")] = NumberObject(count)
            one = apart.objects[document.idnum]
            kids = one.raw_get("/K")
            one[NameObject("/K")] = ArrayObject(
                [*(list.__iter__(kids) if isinstance(kids, ArrayObject) else [kids]), Ref(self._section)]
            )
            parents = tree["/ParentTree"]["/Nums"]
            for place, array in enumerate(self._arrays):
                parents.extend([NumberObject(FIRST + place), Ref(array)])
            self._hang(pages.idnum, document.idnum)
        before = bytearray((last + 1) * _ENTRY.size)
        before[: _ENTRY.size] = _ENTRY.pack(0, 0, 65535)
        self._put_all(apart, {number: number for number in apart.objects}, before)
        self._close(before, apart)
        return count

    def _hang(self, under: int, document: int) -> None:
        nodes = [
            (number, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>" % (self._root, len(kids), _row(kids)))
            for number, kids in self._nodes
        ]
        sections = [array + 1 for array in self._arrays]
        self._pack(
            [
                (self._root, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>"
                    % (under, self.pages, _row([number for number, _kids in self._nodes]))),
                (self._section, b"<</Type/StructElem/S/Sect/P %d 0 R/K[%s]>>" % (document, _row(sections))),
                *nodes,
            ]
        )  # fmt: skip

    def _close(self, before: bytearray, apart: Apart) -> None:
        table = self.later()
        self._note(table, _STREAM, self._at, 0)
        name = self._digest.hexdigest()[
            :32
        ].encode()  # two names for the file, both from what is in it (14.4)
        more = b"/Type/XRef/W[1 4 2]/Index[0 %d %d %d]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            len(before) // _ENTRY.size, FIRST, len(self._entries) // _ENTRY.size, table + 1,
            apart.trailer.raw_get("/Root").idnum, apart.trailer.raw_get("/Info").idnum, name, name,
        )  # fmt: skip
        more += b"/DecodeParms<</Predictor 12/Columns %d>>" % _ENTRY.size
        at = self._at
        packed = zlib.compress(_upwards(before + self._entries), 9)
        self._write(stream_object(table, packed, more) + b"startxref\n%d\n%%%%EOF\n" % at)

    def _taken_from(self, shell: Shell, resources: int) -> bytes:
        """Write what a compiled page's resources name; return them as they stand in a page's dictionary."""
        heads = {one.number: one for one in shell.objects}
        needed: dict[int, None] = {}
        waiting = [resources]
        while waiting:
            number = waiting.pop()
            needed[number] = None
            waiting += [int(n) for n in _REFERENCE.findall(heads[number].head) if int(n) not in needed]
        moved = {number: self.later() for number in sorted(needed)}

        def head_of(number: int) -> bytes:
            return _REFERENCE.sub(lambda found: b"%d 0 R" % moved[int(found[1])], heads[number].head)

        self._pack([(moved[n], head_of(n)) for n in needed if heads[n].stream is None])
        for number in needed:
            if (packed := heads[number].stream) is not None:
                self._note(moved[number], _STREAM, self._at, 0)
                self._write(stream_object(moved[number], packed, _bare(head_of(number))))
        return _bare(head_of(resources)).replace(b"/XObject <<>>", b"")

    def _put_all(self, apart: Apart, moved: Mapping[int, int], entries: bytearray | None = None) -> None:
        plain = []
        for number, new in moved.items():
            written = apart.written(apart.objects[number], moved)
            if apart.is_stream(number):
                self._note(new, _STREAM, self._at, 0, entries)
                self._write(b"%d 0 obj\n%s\nendobj\n" % (new, written))
            else:
                plain.append((new, written))
        if plain:
            self._pack(plain, entries)

    def _stream(self, content: bytes) -> int:
        number = self.later()
        self._note(number, _STREAM, self._at, 0)
        self._write(stream_object(number, zlib.compress(content)))
        return number

    def _pack(self, objects: Sequence[tuple[int, bytes]], entries: bytearray | None = None) -> None:
        number = self.later()
        for place, (one, _data) in enumerate(objects):
            self._note(one, _PACKED, number, place, entries)
        self._note(number, _STREAM, self._at, 0)
        self._write(pack(number, objects))

    def _note(self, number: int, kind: int, where: int, index: int, entries: bytearray | None = None) -> None:
        if entries is None:
            _ENTRY.pack_into(self._entries, (number - FIRST) * _ENTRY.size, kind, where, index)
        else:
            _ENTRY.pack_into(entries, number * _ENTRY.size, kind, where, index)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)


def _row(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _bare(dictionary: bytes) -> bytes:
    return dictionary.strip().removeprefix(b"<<").removesuffix(b">>")


def _unmarked(content: bytes) -> bytes:
    """Without marks: the row that paints a form is marked, and marks do not overlap (14.7.4.2)."""
    return re.sub(rb"^(?:/\w+\n(?:<<[^>]*>>\nBDC|BMC)|EMC)$", b"", content, flags=re.M)


def _upwards(entries: bytes) -> bytes:
    """PNG's filter "up" (7.4.4.4): rows that count on become the same row over and over."""
    wide = _ENTRY.size
    columns = [entries[place::wide] for place in range(wide)]
    lower = [bytes([(b - a) & 255 for a, b in zip(b"\0" + one, one, strict=False)]) for one in columns]
    rows = bytearray(len(entries) // wide * (wide + 1))
    rows[0 :: wide + 1] = b"\2" * (len(entries) // wide)
    for place, column in enumerate(lower, start=1):
        rows[place :: wide + 1] = column
    return bytes(rows)
