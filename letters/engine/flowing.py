"""Flow a letter: set a signer's own words into a shell, and move down what stands below them.

    flowed = flow(shell, lines, own_words)      Flowed(sheet, contents, objects)
    pdf = file_of(flowed)

A letter takes the first sheet of its flow shell (sheets.py) that holds all it has. What is above its own words stays as it
is; below, every line moves (stacking.py). What stands in a place of its own on the page stays there, and only its marked
content is counted anew (tagging.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from letters.engine.alphabets import blocks_of
from letters.engine.breaking import broken, collapsed
from letters.engine.filing import FileForm
from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.sheets import EMPTY, ENDED, MARKED, OWN, SEVERAL, TEXT, FlowShell, Sheet
from letters.engine.shell import LINE, X
from letters.engine.stacking import stack
from letters.engine.stamping import filled, number, written_rows
from letters.engine.tagging import BREAK

_PARAGRAPHS = re.compile("\n{2,}")
_DOUBT = 1e-5  # pixels; WeasyPrint lets a line stand over the page's end by a billionth


class DoesNotFit(CannotStamp):
    """The words need more than the first page."""


@dataclass(frozen=True)
class OwnLine:
    text: str  # as it is painted; nothing is painted where it is empty
    ended: bool  # by a forced break

    @property
    def kind(self) -> str:
        if not self.ended:
            return TEXT
        return ENDED if self.text else EMPTY


@dataclass(frozen=True)
class Flowed:
    """A letter: its sheet, what follows the constant content of each page, and the objects that vary.

    The own words are on the first; a part in another language has a page behind it, where nothing moves.
    """

    sheet: Sheet
    contents: list[bytes]
    objects: list[tuple[int, bytes]]


def flow(shell: FlowShell, lines: Mapping[str, str], own_words: str) -> Flowed:
    """`lines` has the words of every slot, as for stamping; `own_words` is plain text. Raise CannotStamp."""
    letters = blocks_of(own_words.replace("\n", ""))
    if not letters or letters & ~shell.blocks:
        raise CannotStamp("letters that are not in the shell's fonts")
    for sheet in shell.sheets:
        try:
            return flow_into(sheet, lines, own_words)
        except DoesNotFit:
            continue
    raise DoesNotFit("more than the first page at the smallest size")


def file_of(flowed: Flowed) -> bytes:
    """The same letter is the same file."""
    return form_of(flowed.sheet).file(flowed.contents, flowed.objects)


@lru_cache(maxsize=64)
def form_of(sheet: Sheet) -> FileForm:
    return FileForm(sheet.shell, sheet.tags.varying)


def flow_into(sheet: Sheet, lines: Mapping[str, str], own_words: str) -> Flowed:
    """Flow at this size. Raise DoesNotFit where it is too large."""
    if not sheet.shell.takes(lines.keys() | {OWN}):
        raise CannotStamp("the letter has other slots than the shell")
    paragraphs = [
        list(_own_lines(sheet, paragraph.split("\n"))) for paragraph in _PARAGRAPHS.split(own_words)
    ]
    own, below = stacked(sheet, paragraphs)
    if not needed(paragraphs) <= set(sheet.proven):
        raise CannotStamp("a page so full that it is not known how such lines stand there")
    places = iter(own)
    marked, painted, tagged = sheet.tags.first, [], []
    for paragraph in paragraphs:
        pieces = []
        for line in paragraph:
            y = next(places)
            if line.text:
                painted.append(_painted(sheet, marked, line.text, y))
                pieces.append(marked)
                marked += 1
            if line.ended:
                pieces.append(BREAK)
        tagged.append(pieces)
    if not painted:
        raise CannotStamp("no words")
    shell = sheet.shell
    painted.append(_filled(sheet, lines, below, marked))
    others = [filled(page, shell, lines) for page in shell.pages[1:]]
    return Flowed(sheet, [b"".join(painted), *others], sheet.tags.objects(tagged, form_of(sheet).free))


def _own_lines(sheet: Sheet, segments: Sequence[str]) -> Iterator[OwnLine]:
    """Break a paragraph into lines; `segments` are what stands between forced breaks, as Django's `linebreaks` has them."""
    for count, segment in enumerate(segments, start=1):
        *lines, end = list(broken(collapsed(segment), sheet.setter, sheet.width)) or [""]
        for line in lines:
            yield OwnLine(line, ended=False)
        if not end and count == len(segments):
            raise CannotStamp("a paragraph that ends with nothing but blanks")
        yield OwnLine(end, ended=count < len(segments))


def stacked(sheet: Sheet, paragraphs: Sequence[Sequence[OwnLine]]) -> tuple[list[float], list[float]]:
    """Return where the own lines stand, and all lines below them."""
    own: list[float] = []
    below: list[float] = []
    kinds = {TEXT: sheet.text, ENDED: sheet.ended, EMPTY: sheet.empty}
    inside = tuple(
        replace(sheet.paragraph, inside=tuple(kinds[line.kind] for line in paragraph))
        for paragraph in paragraphs
    )
    y, margins = stack(replace(sheet.words, inside=inside), sheet.begin, list(sheet.margins), own)
    for block in sheet.below:
        y, margins = stack(block, y, margins, below)
    if y > sheet.bottom + _DOUBT:
        raise DoesNotFit("more than the first page")
    if y > sheet.bottom - _DOUBT:
        raise CannotStamp("the last line ends just where the page does")
    return own, below


def needed(paragraphs: Sequence[Sequence[OwnLine]]) -> set[str]:
    """What has to be known of a page for these lines."""
    several = {SEVERAL} if len(paragraphs) > 1 else set()
    return several | {line.kind for paragraph in paragraphs for line in paragraph}


def _painted(sheet: Sheet, marked: int, text: str, y: float) -> bytes:
    """One line as WeasyPrint paints it, on the text's own colour: marked content in a text object (9.4.1, 14.6)."""
    if not text.strip():
        raise CannotStamp("a line of blanks")
    line = sheet.setter.written(text)
    return b"/Span\n<</MCID %d>>\nBDC\nBT\n1 0 0 -1 %s %s Tm\n%s\n[%s] TJ\nET\nEMC\n" % (
        marked, sheet.left, number(y), sheet.font, line.encode("ascii"),
    )  # fmt: skip


def _filled(sheet: Sheet, lines: Mapping[str, str], below: Sequence[float], marked: int) -> bytes:
    """What is painted after the words; its marked content begins with number `marked`."""
    page, slots, setters = sheet.shell.pages[0], sheet.shell.slots, sheet.shell.setters
    code, parts = written_rows(sheet.shell, lines), [page.pieces[0]]
    for (name, part), piece in zip(page.holes, page.pieces[1:], strict=True):
        if part == MARKED:
            parts.append(b"%d" % (marked + int(name)))
        elif part == LINE:
            parts.append((code.get(name) or setters[name].written(lines[name])).encode("ascii"))
        elif part == X:
            parts.append(number((slots[name].edge or 0.0) - setters[name].width(lines[name]) / UNITS))
        else:
            parts.append(number(below[int(name)]))
        parts.append(piece)
    return b"".join(parts)
