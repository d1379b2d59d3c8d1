"""Bind very many letters into one file for a printer, written as it grows and never held in memory.

    with path.open("w+b") as out:
        file = PrintFile(out, title="Print batch 7", language="en")
        file.stamped(shell, lines)
        file.close()

It has no tags. What all letters of a shell paint is in it once (letters/engine/sharing.py), and of each letter there is a
stream of its lines (letters/engine/thinning.py) and a page that names both. The clauses are those of ISO 32000-1: page
objects are packed by hundreds (7.5.7), with the node of the page tree that is over them (7.7.3.2); what pages do not say
themselves they inherit from its root (7.7.3.4).
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any, BinaryIO, Self

from letters.engine.adopting import adopt
from letters.engine.ledger import Ledger
from letters.engine.sharing import Thin, shared_objects, thin
from letters.engine.shell import Shell

VERSION = 1  # of what a checkpoint says
ROOT, CATALOGUE, INFO, KEPT = 1, 2, 3, 4
PACKED = 250  # pages under one node
A4 = b"[0 0 595.275591 841.889764]"  # as WeasyPrint has it


class PrintFile:
    """`pages`: how many there are so far. `out`: open for reading and writing, and empty."""

    def __init__(self, out: BinaryIO, *, title: str, language: str) -> None:
        self.pages = 0
        self._title, self._language = title, language
        self._ledger = Ledger(out, kept=KEPT)
        self._waiting: list[
            bytes
        ] = []  # pages that are not packed yet: what each says beside its type and parent
        self._nodes: list[tuple[int, int]] = []  # number, and pages under it
        self._shells: dict[
            str, list[str]
        ] = {}  # digest -> what each of its pages says, up to a letter's own stream
        self._once: dict[str, int] = {}  # digest -> number of what shells have in common

    def stamped(self, shell: Shell, lines: Mapping[str, str]) -> int:
        """Add a letter, of which `lines` has those that ThinPage.fill takes, and return its pages.

        Raise CannotStamp; then nothing was added.
        """
        form = thin(shell)
        own = [_deflated(page.fill(lines)) for page in form.pages]
        begins = self._shells.get(form.digest) or self._share(shell, form)
        for begin, stream in zip(begins, own, strict=True):
            self._add(f"{begin} {self._ledger.deflated(stream)} 0 R]".encode())
        return len(own)

    def pdf(self, content: bytes) -> int:
        """Add all pages of a PDF that our press has made. Raise pypdf.errors.PyPdfError for what is none."""
        pages, objects = adopt(content, self._ledger.number)
        for number, head, stream in objects:
            if stream is not None:
                self._ledger.stream(number, head, stream)
        if plain := [(number, data) for number, data, stream in objects if stream is None]:
            self._ledger.pack(plain)
        for page in pages:
            self._add(page)
        return len(pages)

    def blank(self) -> None:
        """A page without contents is empty (7.7.3.3)."""
        self._add(b"")

    def checkpoint(self) -> bytes:
        """Return what resume needs. `out` has all pages so far then; how it is written does not depend on checkpoints."""
        self._ledger.flush()
        state = {
            "version": VERSION,
            "file": [self._ledger.at, len(self._ledger.entries)],
            "said": [self._title, self._language],
            "pages": [self.pages, self._nodes, [page.decode("latin-1") for page in self._waiting]],
            "shells": self._shells,
            "once": self._once,
        }
        return json.dumps(state).encode()

    @classmethod
    def resume(cls, out: BinaryIO, state: bytes) -> Self:
        """Go on from a checkpoint: what `out` has beyond it is cut off.

        Raise ValueError when the state is of another version, or `out` not the file that it is of.
        """
        found: dict[str, Any] = json.loads(state)
        if found.get("version") != VERSION:
            raise ValueError("a print file of another version")
        self = cls.__new__(cls)
        at, numbers = found["file"]
        self._ledger = Ledger.reopen(out, at=at, numbers=numbers)
        self._title, self._language = found["said"]
        self.pages, nodes, waiting = found["pages"]
        self._nodes = [(number, pages) for number, pages in nodes]
        self._waiting = [page.encode("latin-1") for page in waiting]
        self._shells, self._once = found["shells"], found["once"]
        return self

    def close(self) -> None:
        """Write the end of the file: page tree, catalogue and cross-references."""
        if self._waiting:
            self._pack()
        kids = b" ".join(b"%d 0 R" % number for number, _ in self._nodes)
        said = [text.encode("utf-16-be").hex().encode() for text in (self._title, self._language)]
        # A printer that fits the page to its paper moves the address out of the window (Table 150).
        views = b"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>"
        self._ledger.pack(
            [
                (
                    ROOT,
                    b"<</Type/Pages/Kids[%b]/Count %d/MediaBox%b/Resources<<>>>>" % (kids, self.pages, A4),
                ),
                (CATALOGUE, b"<</Type/Catalog/Pages %d 0 R/Lang<feff%b>%b>>" % (ROOT, said[1], views)),
                (INFO, b"<</Title<feff%b>/Producer(Outcry)>>" % said[0]),
            ]
        )
        self._ledger.close(root=CATALOGUE, info=INFO)

    def _share(self, shell: Shell, form: Thin) -> list[str]:
        begins = []
        resources = shared_objects(shell, form, self._ledger, self._once)
        for page, its in zip(form.pages, resources, strict=True):
            shared = self._ledger.deflated(zlib.compress(page.shared, 9))
            box = "" if page.box == A4 else f"/MediaBox{page.box.decode()}"
            begins.append(f"{box}/Resources {its} 0 R/Contents[{shared} 0 R")
        self._shells[form.digest] = begins
        return begins

    def _add(self, page: bytes) -> None:
        self._waiting.append(page)
        self.pages += 1
        if len(self._waiting) == PACKED:
            self._pack()

    def _pack(self) -> None:
        numbers = [self._ledger.number() for _ in self._waiting]
        node = self._ledger.number()
        pages = [
            (number, b"<</Type/Page/Parent %d 0 R%b>>" % (node, page))
            for number, page in zip(numbers, self._waiting, strict=True)
        ]
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        over = b"<</Type/Pages/Parent %d 0 R/Kids[%b]/Count %d>>" % (ROOT, kids, len(pages))
        self._ledger.pack([*pages, (node, over)])
        self._nodes.append((node, len(pages)))
        self._waiting.clear()


def _deflated(content: bytes) -> bytes:
    # There is less than a kilobyte of it, so a good level costs little, and a small window is made ready sooner.
    packer = zlib.compressobj(6, zlib.DEFLATED, 12, 5)
    return packer.compress(content) + packer.flush()
