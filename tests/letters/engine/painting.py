"""Read what a page of a PDF paints: each glyph with its font, size, colour and place, and each other painting operator.

A small interpreter of ISO 32000-1, Annex A: what our files have in them, and an error for everything else.
"""

import io
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pypdf
from pypdf.generic import ContentStream, StreamObject

PIXEL = 0.75  # points
Matrix = tuple[float, float, float, float, float, float]
_PATH = {
    "re",
    "m",
    "l",
    "c",
    "v",
    "y",
    "h",
    "W",
    "W*",
    "n",
    "f",
    "f*",
    "F",
    "S",
    "s",
    "B",
    "B*",
    "b",
    "b*",
    "w",
    "Do",
}
_MARKED = {"BDC", "BMC", "EMC"}


@dataclass(frozen=True)
class Glyph:
    """`x` and `y`: pixels from the left and lower edge; `size` likewise."""

    font: str
    gid: int
    colour: tuple[float, ...]
    alpha: float
    size: float
    x: float
    y: float

    def near(self, other: "Glyph") -> bool:
        same = (self.font, self.gid, self.colour, self.alpha) == (
            other.font,
            other.gid,
            other.colour,
            other.alpha,
        )
        apart = max(abs(self.x - other.x), abs(self.y - other.y), abs(self.size - other.size))
        return same and apart <= 1e-3


@dataclass(frozen=True)
class _Graphics:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    colour: tuple[float, ...] = (0, 0, 0)
    alpha: float = 1
    font: str = ""
    size: float = 0
    leading: float = 0


class Painted:
    """`glyphs` and `others` (operator, operands, matrix) in the order in which they are painted; `marked`: those tokens."""

    def __init__(self, page: Any) -> None:
        self.glyphs: list[Glyph] = []
        self.others: list[tuple[str, tuple[str, ...], Matrix]] = []
        self.marked: list[str] = []
        self.unmarked = 0  # operators that painted outside of marked content
        self._resources, self._open = page["/Resources"], 0
        self._state, self._saved = _Graphics(), list[_Graphics]()
        self._line: Matrix = self._state.matrix
        self._at: Matrix = self._state.matrix
        self._in_text = False
        for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
            self._do(operator.decode(), operands)
        assert (self._saved, self._in_text, self._open) == ([], False, 0)

    def _do(self, operator: str, operands: Any) -> None:
        state = self._state
        if operator in _MARKED:
            self.marked.append(operator)
            self._open += -1 if operator == "EMC" else 1
        elif operator == "q":
            assert not self._in_text
            self._saved.append(state)
        elif operator == "Q":
            assert not self._in_text
            self._state = self._saved.pop()
        elif operator == "cm":
            assert not self._in_text
            self._state = replace(state, matrix=_times(_matrix(operands), state.matrix))
        elif operator == "g":
            self._state = replace(state, colour=(round(float(operands[0]), 6),) * 3)
        elif operator == "rg":
            self._state = replace(state, colour=tuple(round(float(one), 6) for one in operands))
        elif operator == "gs":
            self._state = replace(
                state, alpha=float(self._resources["/ExtGState"][operands[0]].get("/ca", state.alpha))
            )
        elif operator in ("BT", "ET"):
            assert self._in_text == (operator == "ET")
            self._in_text = operator == "BT"
            self._line = self._at = (1, 0, 0, 1, 0, 0)
        elif operator in ("Tf", "TL", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'"):
            self._text(operator, operands)
        else:
            assert operator in _PATH, operator
            self._paints()
            self.others.append((operator, tuple(map(str, operands)), state.matrix))

    def _paints(self) -> None:
        self.unmarked += not self._open

    def _text(self, operator: str, operands: Any) -> None:
        if operator == "Tf":
            self._state = replace(self._state, font=operands[0], size=float(operands[1]))
        elif operator == "TL":
            self._state = replace(self._state, leading=float(operands[0]))
        elif operator == "Tm":
            self._line = self._at = _matrix(operands)
        elif operator in ("Td", "TD"):
            if operator == "TD":
                self._state = replace(self._state, leading=-float(operands[1]))
            self._move(float(operands[0]), float(operands[1]))
        if operator in ("T*", "'"):
            self._move(0, -self._state.leading)
        if operator in ("Tj", "TJ", "'"):
            assert self._in_text
            self._paints()
            for one in operands[0] if operator == "TJ" else operands:
                if isinstance(one, (int, float)):
                    self._forward(-float(one) / 1000 * self._state.size)
                else:
                    self._show(one if isinstance(one, bytes) else one.original_bytes)

    def _move(self, x: float, y: float) -> None:
        self._line = self._at = _times((1, 0, 0, 1, x, y), self._line)

    def _forward(self, x: float) -> None:
        self._at = _times((1, 0, 0, 1, x, 0), self._at)

    def _show(self, string: bytes) -> None:
        font = _font(self._resources["/Font"][self._state.font])
        for gid in font.glyphs(string):
            a, b, _, _, x, y = _times(self._at, self._state.matrix)
            size = self._state.size * (a * a + b * b) ** 0.5 / PIXEL
            self.glyphs.append(
                Glyph(font.name, gid, self._state.colour, self._state.alpha, size, x / PIXEL, y / PIXEL)
            )
            self._forward(font.widths[gid] / 1000 * self._state.size)


class Font:
    """A composite font of ours: how its strings are cut into codes, and what its glyphs are."""

    def __init__(self, font: Any) -> None:
        self.name = font["/BaseFont"]
        inner = font["/DescendantFonts"][0].get_object()
        self.embedded = "/FontFile2" in inner["/FontDescriptor"]
        self.widths = _widths(inner["/W"])
        encoding = font["/Encoding"]
        self.codes = _codes(encoding.get_data().decode()) if isinstance(encoding, StreamObject) else None
        assert self.codes is not None or encoding == "/Identity-H"
        text = font["/ToUnicode"].get_data().decode()
        pairs = re.findall(
            r"^<([0-9a-f]+)> <([0-9a-f]+)>$", text.partition("endcodespacerange")[2], re.MULTILINE
        )
        self.text = {
            self.glyphs(bytes.fromhex(code))[0]: bytes.fromhex(said).decode("utf-16-be")
            for code, said in pairs
        }

    def glyphs(self, string: bytes) -> list[int]:
        if self.codes is None:
            return [int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string), 2)]
        found, at = [], 0
        while at < len(string):
            long = 1 if 0x20 <= string[at] <= 0x7E else 2
            found.append(self.codes[string[at : at + long]])
            at += long
        return found


_fonts: dict[int, tuple[Any, Font]] = {}


def _font(font: Any) -> Font:
    if id(font) not in _fonts:
        _fonts[id(font)] = (font, Font(font))  # the object is kept, so that its number is not another's
    return _fonts[id(font)][1]


def fonts_of(pdf: bytes) -> list[Font]:
    return [
        _font(font.get_object())
        for page in _reader(pdf).pages
        for font in page["/Resources"]["/Font"].values()
    ]


def painted(pdf: bytes) -> list[Painted]:
    _fonts.clear()
    return [Painted(page) for page in _reader(pdf).pages]


def assert_paints_alike(ours: Painted, theirs: Painted) -> None:
    assert [glyph.gid for glyph in ours.glyphs] == [glyph.gid for glyph in theirs.glyphs]
    assert [(a, b) for a, b in zip(ours.glyphs, theirs.glyphs, strict=True) if not a.near(b)] == []
    assert ours.others == theirs.others


@lru_cache(maxsize=8)
def _reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _widths(pairs: Any) -> dict[int, float]:
    found = {}
    for first, row in zip(pairs[::2], pairs[1::2], strict=True):
        found.update({int(first) + at: float(width) for at, width in enumerate(row)})
    return found


def _codes(cmap: str) -> dict[bytes, int]:
    found = {}
    for first, last, gid in re.findall(r"^<([0-9a-f]+)> <([0-9a-f]+)> (\d+)$", cmap, re.MULTILINE):
        for at in range(int(last, 16) - int(first, 16) + 1):
            found[(int(first, 16) + at).to_bytes(len(first) // 2, "big")] = int(gid) + at
    for code, gid in re.findall(r"^<([0-9a-f]+)> (\d+)$", cmap, re.MULTILINE):
        found[bytes.fromhex(code)] = int(gid)
    return found
