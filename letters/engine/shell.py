"""A shell: a page compiled once, with a hole for every line that differs from letter to letter.

It is an artefact: bytes that any process can keep and stamp from, without WeasyPrint and on any machine, for as long as
there are letters that were made with it. JSON and blobs, never pickle.
"""

import json
import re
import zlib
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kit.fonts import FACES, FOLDER
from kit.fonts.letter_code import CHARACTERS
from letters.engine.shaping import HEX, Setter, Writing

VERSION = 1  # of this form; what another version has written is compiled anew
# As pydyf writes references.
_RESOURCES, _FONTS = re.compile(rb"/Resources (\d+) 0 R"), re.compile(rb"/Font (\d+) 0 R")
_NAMED = re.compile(rb"/(\w+) (\d+) 0 R")
_BASE = re.compile(rb"/BaseFont /[A-Z]+\+([\w-]+).*/ToUnicode (\d+) 0 R")
_MAPPED = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
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

    @cached_property
    def template(self) -> str:
        """The pieces as text, a byte for a character, with `%s` for each hole."""
        return "%s".join(piece.decode("latin-1").replace("%", "%%") for piece in self.pieces)


@dataclass(frozen=True)
class Stored:
    """One object of the file. A stream has its dictionary in `head`, without length and filter, and its bytes deflated."""

    number: int
    head: bytes
    stream: bytes | None = None


@dataclass(frozen=True)
class Font:
    """One of a shell's fonts. `to_unicode`: its CMap, which names each glyph of the subset (ISO 32000-1, 9.10.3)."""

    family: str  # in kit/fonts
    number: int
    to_unicode: bytes

    @cached_property
    def glyphs(self) -> frozenset[int]:
        return frozenset(glyph for glyph, _ in self.texts)

    @cached_property
    def texts(self) -> list[tuple[int, str]]:
        """Each glyph, and its text in hexadecimal UTF-16."""
        mapped = self.to_unicode.partition(b"endcodespacerange")[2]
        return [(int(glyph, 16), text.decode()) for glyph, text in _MAPPED.findall(mapped)]


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
                found[alike] = self.setter(alike)
            made[name] = found[alike]
        return made

    def setter(self, slot: Slot, writing: Writing = HEX) -> Setter:
        """It sets nothing with a glyph that this shell's font does not hold."""
        glyphs = next((font.glyphs for font in self.fonts.values() if font.family == slot.face), frozenset())
        return _setter(slot.face, slot.units, self.language, slot.plain, glyphs, writing)

    @cached_property
    def fonts(self) -> dict[str, Font]:
        """Name of a font in the content -> the font."""
        by_number = {one.number: one for one in self.objects}
        found = {}
        for page in self.pages:
            for name, number in _NAMED.findall(by_number[self.fonts_of(self.resources(page))].head):
                if match := _BASE.search(by_number[int(number)].head):
                    to_unicode = zlib.decompress(by_number[int(match[2])].stream or b"")
                    family = match[1].decode().replace("-", " ")
                    found[name.decode()] = Font(family, int(number), to_unicode)
        return found

    def resources(self, page: Page) -> int:
        """The number of a page's resources."""
        return self._names(page.number, _RESOURCES)

    def fonts_of(self, resources: int) -> int:
        """The number of the dictionary that names their fonts."""
        return self._names(resources, _FONTS)

    def _names(self, number: int, what: re.Pattern[bytes]) -> int:
        return next(int(what.findall(one.head)[0]) for one in self.objects if one.number == number)

    @cached_property
    def code_rows(self) -> tuple[str, ...]:
        """The slots of a QR code's rows, if all are set glyph by glyph in one way."""
        rows = tuple(name for name in self.slots if name.startswith("code-"))
        alike = {self.slots[name] for name in rows}
        return rows if len(alike) == 1 and next(iter(alike)).plain else ()

    def takes(self, names: Set[str]) -> bool:
        """Whether lines of these names fill all slots; the rows of a QR code may come as one, `code`."""
        return names == self._but_rows or names == self.slots.keys()

    @cached_property
    def _but_rows(self) -> Set[str]:
        return {"code" if name in self.code_rows else name for name in self.slots}

    @cached_property
    def code_glyphs(self) -> list[str]:
        """Two digits of a QR code (kit/qr.py), as one number -> the glyphs that they stand for, as they are written."""
        setter = self.setters[self.code_rows[0]]
        glyphs = [setter.written(drawn)[1:-1] for drawn in CHARACTERS]
        return [high + low for high in glyphs for low in glyphs]

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


@lru_cache(maxsize=256)
def _setter(
    face: str, units: int, language: str, plain: bool, glyphs: frozenset[int], writing: Writing
) -> Setter:
    """Shells whose fonts hold the same letters share what their setters have learnt: names come in all of them."""
    return Setter(FOLDER / FACES[face], units, language, plain=plain, glyphs=glyphs, writing=writing)
