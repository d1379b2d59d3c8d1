"""A tagged PDF of any number of pages, written to its end as the pages come; what is kept of one is the numbers of its objects.

The clauses are those of ISO 32000-1:2008. Objects may stand in any order (7.5.1): the pages of the list go out first, the
front part follows, which is made last because it tells what came of all. It keeps its own numbers, which are below KEPT.
Of each page the content is a stream of its own behind the constant one that all share (7.8.2); page, structure elements
and their array are packed into one object stream (7.5.7). The pages hang in nodes of NODE (7.7.3). Every row is marked,
and its element is in the parent tree (14.7.4.4).
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from letters.engine.ledger import Ledger
from letters.engine.shell import Shell
from letters.engine.taking_apart import Apart, ArrayObject, NameObject, NumberObject, Ref

KEPT = 20_000  # numbers of objects, and keys in the parent tree, that are the front part's
NODE = 64
_REFERENCE = re.compile(rb"(\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_BOX = re.compile(rb"/(?:Media|Trim|Bleed)Box ?\[[^\]]*\]")


class GrowingFile:
    """Writes to `out`, of which nothing is read. The same pages and the same front part are the same file."""

    def __init__(self, out: BinaryIO, shell: Shell, constant: bytes) -> None:
        self._ledger = Ledger(out, kept=KEPT)
        self._nodes: list[tuple[int, list[int]]] = []
        self._arrays: list[int] = []  # of the elements of each page
        self._root, self._section = self.later(), self.later()
        page = next(one.head for one in shell.objects if one.number == shell.pages[0].number)
        self._boxes = b"".join(_BOX.findall(page))
        self._resources = self._taken_from(shell, int(_RESOURCES.findall(page)[0]))
        self._constant = self._ledger.deflated(zlib.compress(constant, 9))

    @property
    def pages(self) -> int:
        return len(self._arrays)

    def later(self) -> int:
        """The number of an object that is still to be written."""
        return self._ledger.number()

    def page(self, content: bytes, marked: int, forms: Mapping[str, int]) -> None:
        """`marked`: how many rows stand in it, from 0 on. `forms`: what it paints besides, by name (`forms_of`)."""
        own = self._ledger.deflated(zlib.compress(content))
        if not self._nodes or len(self._nodes[-1][1]) == NODE:
            self._nodes.append((self.later(), []))
        node, kids = self._nodes[-1]
        page, array, section, *rows = [self.later() for _ in range(3 + marked)]
        references = _row(rows)
        drawn = b"".join([b"/%s %d 0 R" % (name.encode(), form) for name, form in forms.items()])
        self._ledger.pack(
            [
                (page, b"<</Type/Page/Parent %d 0 R%s/Resources<<%s%s>>/Contents[%d 0 R %d 0 R]/Tabs/S/StructParents %d>>" % (
                    node, self._boxes, self._resources, b"/XObject<<%s>>" % drawn if drawn else b"",
                    self._constant, own, KEPT + self.pages,
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
            self._ledger.stream(number, b"%s/Filter/FlateDecode" % head, zlib.compress(_unmarked(content)))

    def finish(self, front: bytes) -> int:
        """Write the front part, hang the list behind it, and close the file; return how many pages it has."""
        apart = Apart(front)
        pages = apart.catalog.raw_get("/Pages")
        tree = apart.catalog["/StructTreeRoot"]
        document = list.__getitem__(tree["/K"], 0)
        root = apart.objects[pages.idnum]
        if max(apart.objects) >= KEPT:
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
                parents.extend([NumberObject(KEPT + place), Ref(array)])
            self._hang(pages.idnum, document.idnum)
        self._put_all(apart, {number: number for number in apart.objects})
        self._ledger.close(
            root=apart.trailer.raw_get("/Root").idnum, info=apart.trailer.raw_get("/Info").idnum
        )
        return count

    def _hang(self, under: int, document: int) -> None:
        nodes = [
            (number, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>" % (self._root, len(kids), _row(kids)))
            for number, kids in self._nodes
        ]
        sections = [array + 1 for array in self._arrays]
        self._ledger.pack(
            [
                (self._root, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>"
                    % (under, self.pages, _row([number for number, _kids in self._nodes]))),
                (self._section, b"<</Type/StructElem/S/Sect/P %d 0 R/K[%s]>>" % (document, _row(sections))),
                *nodes,
            ]
        )  # fmt: skip

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

        self._ledger.pack([(moved[n], head_of(n)) for n in needed if heads[n].stream is None])
        for number in needed:
            if (packed := heads[number].stream) is not None:
                head = b"%s/Filter/FlateDecode" % _bare(head_of(number))
                self._ledger.stream(moved[number], head, packed)
        return _bare(head_of(resources)).replace(b"/XObject <<>>", b"")

    def _put_all(self, apart: Apart, moved: Mapping[int, int]) -> None:
        plain = []
        for number, new in moved.items():
            if apart.is_stream(number):
                self._ledger.stream(new, *apart.stream(number, moved))
            else:
                plain.append((new, apart.written(apart.objects[number], moved)))
        if plain:
            self._ledger.pack(plain)


def _row(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _bare(dictionary: bytes) -> bytes:
    return dictionary.strip().removeprefix(b"<<").removesuffix(b">>")


def _unmarked(content: bytes) -> bytes:
    """Without marks: the row that paints a form is marked, and marks do not overlap (14.7.4.2)."""
    return re.sub(rb"^(?:/\w+\n(?:<<[^>]*>>\nBDC|BMC)|EMC)$", b"", content, flags=re.M)
