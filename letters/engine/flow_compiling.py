"""Compile a flow shell: a page with a line of own words in it, at each size, and the rules by which other words move it.

WeasyPrint's boxes have the lengths that a PDF rounds to six decimals. What they say is not taken on trust: a letter with other
words, paragraphs and forced breaks is rendered too, and must come out as our own flow sets it, byte by byte, with the
same structure. A page of which that is not true has no flow shell (CannotStamp).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import SubElement

from letters.engine.boxes import block_of, end_of, found, in_flow, kinds_of, width_of
from letters.engine.compiling import Render, canonical, compile_page, parted
from letters.engine.flowing import DoesNotFit, OwnLine, flow_into, stacked
from letters.engine.outlining import outline
from letters.engine.shaping import CannotStamp
from letters.engine.sheets import EMPTY, ENDED, MARKED, OWN, SEVERAL, TEXT, FlowShell, Sheet, Y
from letters.engine.shell import Page, Shell
from letters.engine.stacking import collapse
from letters.engine.stamping import number
from letters.engine.tagging import tags_of

_TJ = re.compile(rb"\[([^\]]*)\] TJ")
_BEFORE = re.compile(rb"/Span\n<</MCID (\d+)>>\nBDC\nBT\n$")
_LINE = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n(/\S+ \S+ Tf)\n\[")
_AFTER = b"] TJ\nET\nEMC\n"
# After a hole for a line's x its y is at the beginning of the next piece.
_MOVES = re.compile(rb"<</MCID (\d+)>>|(?:1 0 0 -1 \S+|^) (\S+) Tm")
# To measure and to prove by: a line that breaks, forced breaks, one after nothing, kerns, and several paragraphs; or as
# much of that as the page has room for.
_PROOFS = (
    (("To AVA, well-known 1,234.5 km – «so» ", " ", "fi. " * 60 + "x/y"), ("Yo",), ("ffi fj 12", "To")),
    (("To ", " ", "AVA"), ("Yo",)),
    (("To ", "AVA"),),
    (("AVA",),),
)


def compile_flow(
    root: Any, renders: Sequence[Render], *, language: str, blocks: int, pages: int = 1
) -> FlowShell:
    """`root` is the page's element tree, with an element of class `own-words`; its words and those of slots are replaced.

    `renders`: what renders the tree at each size, the best first; `pages`: how many a letter has of which the words fit on
    the first. Raise CannotStamp.
    """
    around = next((one for one in root.iter() if one.get("class") == OWN), None)
    if around is None:
        raise CannotStamp("a page without own words")
    slots = [one for one in root.iter() if one.get("data-slot")]
    words = [element.text for element in slots]
    sheets = []
    for render in renders:
        # Compiling leaves marks in the slots; and the letters of plain slots' own words belong into the fonts.
        for element, text in zip(slots, words, strict=True):
            element.text = text
        with suppress(DoesNotFit):
            sheets.append(_sheet(root, around, render, language=language, blocks=blocks, pages=pages))
    if not sheets:
        raise DoesNotFit("more than the first page at the smallest size, with one line of own words")
    return FlowShell(language, blocks, tuple(sheets))


def _sheet(root: Any, around: Any, render: Render, *, language: str, blocks: int, pages: int) -> Sheet:
    _fill(around, [["own"]])
    line = around[0]
    line.set("data-slot", OWN)
    line.set("style", "white-space: pre")  # its alphabet is wider than a line
    taken = _Taken(pages)
    shell = compile_page(root, taken.by(render), language=language, blocks=blocks)
    for paragraphs in _PROOFS:
        _fill(around, paragraphs)
        slots = {one.get("data-slot"): one for one in root.iter() if one.get("data-slot")}
        for at, (name, element) in enumerate(slots.items()):
            if not name.startswith("code-"):
                element.text = f"AVA {at}"
        try:
            taken.by(render)(lambda _document, _pdf: None)
        except DoesNotFit:
            continue
        sheet = _measured(shell, around, taken)
        words = {name: element.text or "" for name, element in slots.items()}
        _prove(sheet, words, "\n\n".join(map("\n".join, paragraphs)), taken)
        return sheet
    raise CannotStamp("a page that holds a mark, and no words")


def _fill(around: Any, paragraphs: Sequence[Sequence[str]]) -> None:
    """Put in paragraphs as Django's filter `linebreaks` does."""
    for one in list(around):
        around.remove(one)
    for first, *others in paragraphs:
        paragraph = SubElement(around, "p")
        paragraph.text = first
        for text in others:
            SubElement(paragraph, "br").tail = text


class _Taken:
    """The last render that had the right number of pages: the first one's boxes, the content of each, and all objects."""

    page: Any
    contents: list[bytes]
    objects: Mapping[int, bytes]

    def __init__(self, pages: int) -> None:
        self.pages = pages

    def by(self, render: Render) -> Render:
        """The same, but that it is taken too."""

        def rendered(finish: Callable[[Any, Any], None]) -> float:
            def finished(document: Any, pdf: Any) -> None:
                if len(document.pages) != self.pages:
                    raise DoesNotFit("more than the first page")
                self.page = document.pages[0]._page_box
                self.objects = {one.number: bytes(one.data) for one in pdf.objects if one.free == "n"}
                pages = [pdf.objects[int(number)] for number in pdf.pages["Kids"][::3]]
                contents = [self.objects[int(page["Contents"].split()[0])] for page in pages]
                self.contents = [parted(content)[1] or b"" for content in contents]
                finish(document, pdf)

            return render(finished)

        return rendered


def _measured(shell: Shell, around: Any, taken: _Taken) -> Sheet:
    page, *others = shell.pages
    before = _BEFORE.search(page.constant)
    line = _LINE.fullmatch(page.pieces[0])
    if not before or not line or not page.pieces[1].startswith(_AFTER) or page.holes[0][0] != OWN:
        raise CannotStamp("own words are painted in another way")
    first = int(before[1])
    (above, box, *below), bottom = found(taken.page, around), taken.page.content_box_y() + taken.page.height
    paragraphs = in_flow(box)
    kinds = kinds_of(paragraphs)
    text = kinds[TEXT]
    several = (SEVERAL,) if len(paragraphs) > 1 else ()
    begin, margins = end_of(above)
    if begin + collapse(margins) != paragraphs[0].children[0].position_y:
        raise CannotStamp("own words begin at another place than their margins say")
    sheet = Sheet(
        shell=shell, width=width_of(paragraphs[0]), left=line[1], font=line[3],
        begin=begin, margins=tuple(margins), bottom=bottom,
        words=replace(block_of(box), inside=()), paragraph=replace(block_of(paragraphs[0]), inside=()),
        text=text, ended=kinds.get(ENDED, text), empty=kinds.get(EMPTY, text), below=tuple(map(block_of, below)),
        tags=tags_of({one.number: one.head for one in shell.objects}, first), proven=(*kinds, *several),
    )  # fmt: skip
    _own, ys = stacked(sheet, [[OwnLine("own", ended=False)]])
    moved = {number(y): at for at, y in enumerate(ys)}
    rest = (page.pieces[1].removeprefix(_AFTER), *page.pieces[2:])
    pieces, holes = _with_holes(rest, page.holes[1:], first + 1, moved)
    own = Page(page.number, page.content, page.constant[: before.start()], pieces, holes)
    return replace(sheet, shell=replace(shell, pages=(own, *others)))


def _with_holes(
    pieces: Sequence[bytes], holes: Sequence[tuple[str, int]], first: int, moved: Mapping[bytes, int]
) -> tuple[tuple[bytes, ...], tuple[tuple[str, int], ...]]:
    """Take marked content's numbers, counted from `first`, and the places of moved lines out of the pieces too."""
    cut: list[bytes] = []
    made: list[tuple[str, int]] = []
    for piece, hole in zip_longest(pieces, holes):
        at = 0
        for match in _MOVES.finditer(piece):
            if match[1] is not None:
                begin, end = match.span(1)
                made.append((str(int(match[1]) - first), MARKED))
            elif match[2] in moved:
                begin, end = match.span(2)
                made.append((str(moved[match[2]]), Y))
            else:
                continue
            cut.append(piece[at:begin])
            at = end
        cut.append(piece[at:])
        if hole:
            made.append(hole)
    if sorted(int(name) for name, part in made if part == Y) != list(range(len(moved))):
        raise CannotStamp("it is not known which lines move")
    return tuple(cut), tuple(made)


def _prove(sheet: Sheet, words: Mapping[str, str], own_words: str, taken: _Taken) -> None:
    """Our flow of the words must be what WeasyPrint has made of them."""
    try:
        flowed = flow_into(sheet, words, own_words)
    except DoesNotFit:
        raise CannotStamp("own words fit in another way") from None
    shell = sheet.shell
    objects = {one.number: one.head for one in shell.objects}
    pairs = zip(shell.pages, flowed.contents, strict=True)
    ours = [plainly(page.constant + content) for page, content in pairs]
    if ours != [plainly(content) for content in taken.contents]:
        raise CannotStamp("own words flow in another way")
    if outline({**objects, **dict(flowed.objects)}) != outline(taken.objects):
        raise CannotStamp("own words are tagged in another way")


def plainly(content: bytes) -> bytes:
    """A page's content without kerns that move nothing."""
    return _TJ.sub(lambda line: b"[%s] TJ" % canonical(line[1].decode()).encode(), content)
