"""Compile a page into a shell: render it with marks in its slots, and find where they have come to stand.

Nothing is taken on trust. Two renders with slots of different words must agree in every byte outside the slots, and what
our own setter makes of those words must be what WeasyPrint wrote. A page of which that is not true is no shell
(CannotStamp), and WeasyPrint sets its letters.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kit.fonts import CODE, FACES, FOLDER
from kit.fonts.letter_code import CHARACTERS
from letters.engine.alphabets import CODES, alphabet
from letters.engine.shaping import UNITS, CannotStamp, Setter
from letters.engine.shell import LINE, Page, Shell, Slot, Stored, X

# What WeasyPrint writes for a line of text: where it begins, its font unless that is still set, its glyphs and kerns.
_SHOWN = re.compile(
    rb"(?:/(\S+) (\S+) Tf\n)|(?:1 0 0 -1 (\S+) (\S+) Tm\n(?:/(\S+) (\S+) Tf\n)?\[([^\]]*)\] TJ)"
)
_BASE_FONT = re.compile(rb"/BaseFont /([A-Z]+)\+([\w-]+)")
_TUNED = "AVA To. ffi 12,3"  # kerns and ligatures: it tells whether the slot's style has them
_WIDER = (" VATo", "█▌")
_MM = 96 / 25.4
_NEAR = 2e-6  # pixels: WeasyPrint writes six decimals

# Renders the element tree once; hands document and pydyf's objects to a function before they are written.
Render = Callable[[Callable[[Any, Any], None]], float]


def compile_page(root: Any, render: Render, *, language: str, blocks: int) -> Shell:
    """`root` is the page's element tree, of which the words of slots are replaced; `render` returns the size in points."""
    slots = {one.get("data-slot"): one for one in root.iter() if one.get("data-slot")}
    if not slots:
        raise CannotStamp("a page without slots")
    words = {name: element.text or "" for name, element in slots.items()}
    narrow = {name: _mark(number, name) for number, name in enumerate(slots)}
    wide = {name: f"{text}{_WIDER[_is_code(name)]}" for name, text in narrow.items()}

    def taken(texts: Mapping[str, str]) -> _Taken:
        for name, element in slots.items():
            element.text = texts[name]
        found = _Taken(texts, language)
        found.size = render(found)
        return found

    one, other = taken(narrow), taken(wide)
    found = _agreed(one, other)
    # A line that is too long for its box is no longer set to the right, so only those set to the left carry alphabets.
    full = {
        name: text if slot.edge else f"{text} {_alphabet(slot, words[name], blocks)}"
        for (name, text), slot in zip(wide.items(), map(found.__getitem__, wide), strict=True)
    }
    last = taken(full)
    if _agreed(one, last) != found:
        raise CannotStamp("slots depend on how long their lines are")
    return Shell(
        language=language, size=last.size, blocks=blocks, slots=found,
        pages=tuple(_page(numbers, content, lines, found) for numbers, content, lines in last.pages),
        objects=tuple(_stored(number, data) for number, data in sorted(last.objects.items())),
        root=last.root, info=last.info,
    )  # fmt: skip


def _is_code(name: str) -> bool:
    return name.startswith("code-")


def _mark(number: int, name: str) -> str:
    """Words that stand in no other slot."""
    if _is_code(name):
        return "█" + "".join("▗▖▘▝"[number >> 2 * place & 3] for place in range(4)) + "█"
    return f"‡{number:03d}‡ {_TUNED}"


def _alphabet(slot: Slot, words: str, blocks: int) -> str:
    """All that may ever stand in such a slot. A plain one has codes, and beside them the same words in every letter."""
    if (slot.face,) == CODE:
        return CHARACTERS.strip()
    return "".join(sorted({*CODES, *words})) if slot.plain else alphabet(blocks)


@dataclass(frozen=True)
class _Found:
    """Where a slot's line stands in a page's content: from byte `begins`, with its `x` and its `line` in brackets."""

    name: str
    slot: Slot
    begins: int
    x: tuple[int, int]
    line: tuple[int, int]
    left: float
    width: int


class _Taken:
    """One render taken apart, as write_pdf's finisher gets it.

    `pages`: (numbers of page and content, content, the slots' lines in it); `objects`: all others, as bytes.
    """

    def __init__(self, texts: Mapping[str, str], language: str) -> None:
        self.texts, self.language, self.size = texts, language, 0.0

    def __call__(self, _document: Any, pdf: Any) -> None:
        objects = {one.number: bytes(one.data) for one in pdf.objects if one.free == "n"}
        faces = _faces(objects.values())
        kids = [int(number) for number in pdf.pages["Kids"][::3]]
        numbers = [(number, int(pdf.objects[number]["Contents"].split()[0])) for number in kids]
        contents = [parted(objects.pop(content))[1] or b"" for _number, content in numbers]
        self.pages = [
            (both, content, list(_lines(self.texts, faces, content, self.language)))
            for both, content in zip(numbers, contents, strict=True)
        ]
        self.root, self.info = pdf.catalog.number, len(pdf.objects)
        self.objects = {**objects, self.info: bytes(pdf.info.data)}


def parted(data: bytes) -> tuple[bytes, bytes | None]:
    """Take a stream object apart: its dictionary without the length, and its bytes. Other objects stay whole."""
    head, stream, rest = data.partition(b"\nstream\n")
    if not stream:
        return data, None
    return re.sub(rb"/Length \d+", b"", head), rest.removesuffix(b"\nendstream")


def _faces(objects: Any) -> dict[bytes, str]:
    """Name of a font in the content -> its family in kit/fonts, by the name that Pango gives it."""
    families = {family.replace(" ", "-"): family for family in FACES}
    found = {}
    for data in objects:
        if match := _BASE_FONT.search(data):
            found[match[1]] = families.get(match[2].decode(), "")
    return found


def _agreed(one: _Taken, other: _Taken) -> dict[str, Slot]:
    """Return how each slot is set, when nothing but the slots' own lines differs between two renders."""
    if len(one.pages) != len(other.pages) or one.size != other.size:
        raise CannotStamp("the number of pages depends on the words in slots")
    slots: dict[str, Slot] = {}
    for (_, mine, my_lines), (_, theirs, their_lines) in zip(one.pages, other.pages, strict=True):
        if [found.name for found in my_lines] != [found.name for found in their_lines]:
            raise CannotStamp("the order of slots depends on their words")
        for a, b in zip(my_lines, their_lines, strict=True):
            slot = _placed(a, b)
            if slots.setdefault(a.name, slot) != slot:
                raise CannotStamp(f"slot {a.name} is set in two ways")
        if _cut(mine, my_lines, slots) != _cut(theirs, their_lines, slots):
            raise CannotStamp("the page depends on the words in slots")
    if lost := one.texts.keys() - slots.keys():
        raise CannotStamp(f"slots {sorted(lost)} are not set in one line and one font")
    return slots


def _lines(
    texts: Mapping[str, str], faces: Mapping[bytes, str], content: bytes, language: str
) -> Iterator[_Found]:
    """Find the slots' lines in a page's content, by what they ought to be."""
    font, size = b"", b"0"
    expected: dict[tuple[str, int], dict[str, tuple[str, bool, int]]] = {}
    for shown in _SHOWN.finditer(content):
        font, size = (shown[1], shown[2]) if shown[1] else (shown[5] or font, shown[6] or size)
        face, units = faces.get(font, ""), round(float(size) * UNITS)
        if shown[7] is None or not face:
            continue
        if (face, units) not in expected:
            expected[face, units] = _expected(texts, face, units, language)
        found = expected[face, units].get(canonical(shown[7].decode()))
        if found:
            name, plain, width = found
            slot = Slot(face, units, plain, None)
            yield _Found(name, slot, shown.start(), shown.span(3), shown.span(7), float(shown[3]), width)


def _expected(
    texts: Mapping[str, str], face: str, units: int, language: str
) -> dict[str, tuple[str, bool, int]]:
    """Each slot's line as our setter has it, with and without kerns -> (slot, without, width)."""
    lines = {}
    for plain in (False, True):  # where both are the same the quicker one stays
        setter = _setter(face, units, language, plain)
        for name, text in texts.items():
            if _is_code(name) == ((face,) == CODE):
                line, width = setter.line(text)
                lines[line] = (name, plain, width)
    return lines


@lru_cache(maxsize=64)
def _setter(face: str, units: int, language: str, plain: bool) -> Setter:
    """Kept from render to render, and for the next page: to make one costs a fifth of a render."""
    return Setter(FOLDER / FACES[face], units, language, plain=plain)


def canonical(line: str) -> str:
    """What stands in the brackets of TJ, without kerns that move nothing, and with strings as long as can be."""
    return re.sub(r">0?<", "", re.sub(r">0?$", ">", line)).removesuffix("<>")


def _placed(one: _Found, other: _Found) -> Slot:
    """Set to the left or to the right, by which end stays where it is when the words are others."""
    if one.slot != other.slot:
        raise CannotStamp(f"slot {one.name} is set in two ways")
    if one.left == other.left:
        return one.slot
    edges = [found.left + found.width / UNITS for found in (one, other)]
    # Layouts are in thousandths of a millimetre; so the edge is known better than six decimals of a pixel say.
    edge = round(edges[0] / _MM, 3) * _MM
    if max(abs(edge - found) for found in edges) > _NEAR:
        raise CannotStamp(f"slot {one.name} is set neither to the left nor to the right")
    return Slot(one.slot.face, one.slot.units, one.slot.plain, edge)


def _cut(
    content: bytes, lines: list[_Found], slots: Mapping[str, Slot]
) -> tuple[bytes, list[bytes], list[tuple[str, int]]]:
    """Cut a page's content at the slots: what is before them, what is between the holes, and the holes."""
    # Streams of one page are joined with white space between them, so only at a token's end (ISO 32000-1, 7.8.2).
    begin = lines[0].begins if lines else len(content)
    pieces, holes, at = [], [], begin
    for found in lines:
        for part, (left, right) in ((X, found.x), (LINE, found.line)):
            if part == LINE or slots[found.name].edge is not None:
                pieces.append(content[at:left])
                holes.append((found.name, part))
                at = right
    return content[:begin], [*pieces, content[at:]], holes


def _page(numbers: tuple[int, int], content: bytes, lines: list[_Found], slots: Mapping[str, Slot]) -> Page:
    constant, pieces, holes = _cut(content, lines, slots)
    return Page(*numbers, constant, tuple(pieces), tuple(holes))


def _stored(number: int, data: bytes) -> Stored:
    head, stream = parted(data)
    return Stored(number, head, None if stream is None else zlib.compress(stream, 9))
