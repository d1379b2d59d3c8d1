"""The structure tree of a letter with words of its own (ISO 32000-1, 14.7): what of it differs from letter to letter.

Marked content is counted as it is painted (14.7.4.2), so what is painted after the signer's words has later numbers. Their
paragraphs are elements P with a Span for each line, as WeasyPrint has them; a line break of HTML is one NonStruct
in another. All other elements are the shell's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from letters.engine.shaping import CannotStamp

BREAK = -1  # among the pieces of a paragraph: where others have the number of their marked content
_TREE = re.compile(rb"<</Nums \[0 \[([^\]]*)\](.*)\]>>", re.DOTALL)
_ELEMENT = re.compile(rb"<</Type /StructElem/S /(\w+)/K \[([^\]]*)\](.*)/P (\d+) 0 R>>", re.DOTALL)


@dataclass(frozen=True)
class Tags:
    """Numbers of objects: the parent tree; the own words' division, what it stands in, its first paragraph and line.

    `leaves`: the elements in the order of marked content, of which `first` is the one of the first own line; `ends`: of
    those after it, what follows their number of marked content; `page`: the entry that ties an element to the first page;
    `others`: what the parent tree has for further pages.
    """

    tree: int
    division: int
    parent: int
    paragraph: int
    line: int
    first: int
    leaves: tuple[int, ...]
    ends: tuple[bytes, ...]
    page: bytes
    others: bytes

    @property
    def varying(self) -> list[int]:
        """Numbers of the shell's objects that differ from letter to letter."""
        return [self.tree, self.division, *self.leaves[self.first + 1 :], self.paragraph, self.line]

    def objects(self, paragraphs: Sequence[Sequence[int]], free: int) -> list[tuple[int, bytes]]:
        """All that varies, then what is added, numbered from `free` on.

        `paragraphs`: for each of them the numbers of its lines' marked content, and BREAK for a forced one.
        """
        numbers = iter([self.paragraph, self.line])
        added = count(free)
        made: list[tuple[int, bytes]] = []
        lines: list[bytes] = []
        division = []

        def new(kind: bytes, kids: bytes, parent: int, number: int) -> bytes:
            made.append(
                (number, b"<</Type /StructElem/S /%s/K [%s]%s/P %d 0 R>>" % (kind, kids, self.page, parent))
            )
            return b"%d 0 R" % number

        def next_number() -> int:
            return next(numbers, None) or next(added)

        for pieces in paragraphs:
            paragraph = next_number()
            kids = []
            for piece in pieces:
                number = next_number()
                if piece == BREAK:
                    inner = next_number()
                    new(b"NonStruct", b"", number, inner)
                    kids.append(new(b"NonStruct", b"%d 0 R" % inner, paragraph, number))
                else:
                    kids.append(new(b"Span", b"%d" % piece, paragraph, number))
                    lines.append(kids[-1])
            division.append(new(b"P", b" ".join(kids), self.division, paragraph))
        new(b"Div", b" ".join(division), self.parent, self.division)
        leaves = [b"%d 0 R" % number for number in self.leaves]
        leaves[self.first : self.first + 1] = lines
        made.append((self.tree, b"<</Nums [0 [%s]%s]>>" % (b" ".join(leaves), self.others)))
        after = self.first + len(lines)
        made += [
            (number, b"<</Type /StructElem/S /Span/K [%d]%s" % (after + at, end))
            for at, (number, end) in enumerate(zip(self.leaves[self.first + 1 :], self.ends, strict=True))
        ]
        by_number = dict(made)
        known = self.varying
        return [(number, by_number.pop(number)) for number in known] + sorted(by_number.items())


def tags_of(objects: Mapping[int, bytes], first: int) -> Tags:
    """Find what varies in a file whose marked content `first` is the one line of the signer's one paragraph."""
    trees = [(number, found) for number, data in objects.items() if (found := _TREE.fullmatch(data))]
    if len(trees) != 1:
        raise CannotStamp("a parent tree of another form")
    ((tree, found),) = trees
    leaves = tuple(map(int, found[1].split()[::3]))
    line = leaves[first]
    kind, kids, page, parent = _element(objects, line)
    paragraph = int(parent)
    above = _element(objects, paragraph)
    division = int(above[3])
    around = _element(objects, division)
    if (kind, kids, above[0], around[0]) != (b"Span", b"%d" % first, b"P", b"Div") or (
        above[1] != b"%d 0 R" % line or around[1] != b"%d 0 R" % paragraph
    ):
        raise CannotStamp("the signer's words are not one line in one paragraph")
    ends = []
    for at, leaf in enumerate(leaves[first + 1 :], start=first + 1):
        start = b"<</Type /StructElem/S /Span/K [%d]" % at
        if not objects[leaf].startswith(start):
            raise CannotStamp("marked content that is no line of text")
        ends.append(objects[leaf].removeprefix(start))
    return Tags(
        tree, division, int(around[3]), paragraph, line, first, leaves, tuple(ends), page, found[2]
    )  # fmt: skip


def _element(objects: Mapping[int, bytes], number: int) -> tuple[bytes, bytes, bytes, bytes]:
    found = _ELEMENT.fullmatch(objects[number])
    if not found:
        raise CannotStamp("an element of another form")
    return found[1], found[2], found[3], found[4]
