"""A shell: a page compiled once, with a hole for every line that differs from letter to letter.

It is an artefact: bytes that any process can keep and stamp from, without WeasyPrint and on any machine, for as long as
there are letters that were made with it. JSON and blobs, never pickle.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kit.fonts import FACES, FOLDER
from letters.engine.shaping import Setter

VERSION = 1  # of this form; what another version has written is compiled anew
X, LINE = 0, 1  # what a hole takes: where the line begins, or what stands between the brackets of TJ


@dataclass(frozen=True)
class Slot:
    """One line. `edge`: pixels from the left of the page to its right end, where it is set to the right."""

    face: str
    units: int
    plain: bool
    edge: float | None


@dataclass(frozen=True)
class Page:
    """`constant` and then `pieces` with a hole between each two are the page's content. `holes`: (slot, X or LINE)."""

    number: int  # of its object
    content: int  # of the stream that its object names
    constant: bytes
    pieces: tuple[bytes, ...]
    holes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Stored:
    """One object of the file. A stream has its dictionary in `head`, without length and filter, and its bytes deflated."""

    number: int
    head: bytes
    stream: bytes | None = None


@dataclass(frozen=True, eq=False)
class Shell:
    language: str
    size: float  # points of the text
    blocks: int  # of letters that its fonts hold (letters/engine/alphabets.py)
    slots: dict[str, Slot]
    pages: tuple[Page, ...]
    objects: tuple[Stored, ...]  # all but the pages' content
    root: int  # the catalogue's number
    info: int

    @cached_property
    def setters(self) -> dict[str, Setter]:
        """One for each slot; slots that look alike share it, and with it the words that it has set."""
        found: dict[Slot, Setter] = {}
        made = {}
        for name, slot in self.slots.items():
            alike = Slot(slot.face, slot.units, slot.plain, None)
            if alike not in found:
                found[alike] = Setter(FOLDER / FACES[slot.face], slot.units, self.language, plain=slot.plain)
            made[name] = found[alike]
        return made

    def to_bytes(self) -> bytes:
        blobs: list[bytes] = []

        def keep(blob: bytes) -> int:
            blobs.append(blob)
            return len(blobs) - 1

        head = {
            "version": VERSION,
            "plain": [self.language, self.size, self.blocks, self.root, self.info],
            "slots": {name: [s.face, s.units, s.plain, s.edge] for name, s in self.slots.items()},
            "pages": [
                [p.number, p.content, keep(p.constant), [keep(piece) for piece in p.pieces], p.holes] for p in self.pages
            ],
            "objects": [
                [o.number, keep(o.head), None if o.stream is None else keep(o.stream)] for o in self.objects
            ],
        }  # fmt: skip
        head["sizes"] = [len(blob) for blob in blobs]
        return b"\n".join([json.dumps(head).encode(), b"".join(blobs)])

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Shell":
        """Raise ValueError for what is no shell of this version."""
        line, _, rest = kept.partition(b"\n")
        head: dict[str, Any] = json.loads(line)
        if head.get("version") != VERSION:
            raise ValueError("a shell of another version")
        blobs, at = [], 0
        for size in head["sizes"]:
            blobs.append(rest[at : at + size])
            at += size
        language, size, blocks, root, info = head["plain"]
        return cls(
            language=language,
            size=size,
            blocks=blocks,
            slots={name: Slot(*slot) for name, slot in head["slots"].items()},
            pages=tuple(
                Page(
                    number,
                    content,
                    blobs[constant],
                    tuple(blobs[piece] for piece in pieces),
                    tuple((name, part) for name, part in holes),
                )
                for number, content, constant, pieces, holes in head["pages"]
            ),
            objects=tuple(
                Stored(number, blobs[start], None if stream is None else blobs[stream])
                for number, start, stream in head["objects"]
            ),
            root=root,
            info=info,
        )
