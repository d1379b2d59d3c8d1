"""A flow shell: a page with a signer's own words in it, compiled once for each size of text.

Like a shell it is an artefact, JSON and blobs; packed as one, because the fonts of all its sheets are the same.
"""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from letters.engine.shaping import Setter
from letters.engine.shell import Shell
from letters.engine.stacking import Block, Line
from letters.engine.tagging import Tags

VERSION = 1
OWN = "own-words"  # the slot that stands for them in a sheet's page
# What holes of a sheet's page take beside those of a shell's: a number of marked content, a line's place from above.
MARKED, Y = 2, 3
TEXT, ENDED, EMPTY, SEVERAL = "text", "ended", "empty", "several"


@dataclass(frozen=True, eq=False)
class Sheet:
    """One size. Lengths are CSS pixels from the page's upper edge, `width` is Pango's units.

    `left` and `font` are what WeasyPrint writes for each own line; `begin` and `margins`: where the words begin, and the
    margins from above that adjoin them. `words` is the block around them, `paragraph` one of theirs, both without
    anything in them; `text`: a line, `ended`: one before a forced break, `empty`: one with nothing else; `below`: the
    blocks after the words; `bottom`: where the page's area ends; `proven`: of these kinds of lines, and of SEVERAL
    paragraphs, which were in a letter that WeasyPrint has set. A page that is almost full has no room for all.
    """

    shell: Shell
    width: int
    left: bytes
    font: bytes
    begin: float
    margins: tuple[float, ...]
    words: Block
    paragraph: Block
    text: Line
    ended: Line
    empty: Line
    below: tuple[Block, ...]
    bottom: float
    tags: Tags
    proven: tuple[str, ...]

    @property
    def setter(self) -> Setter:
        return self.shell.setters[OWN]

    @property
    def size(self) -> float:
        return self.shell.size

    def to_json(self) -> dict[str, Any]:
        tags = self.tags
        return {
            "width": self.width,
            "proven": self.proven,
            "written": [self.left.decode(), self.font.decode()],
            "stacked": [self.begin, self.margins, self.bottom],
            "blocks": [self.words.to_json(), self.paragraph.to_json(), [one.to_json() for one in self.below]],
            "lines": [one.to_json() for one in (self.text, self.ended, self.empty)],
            "tags": [
                tags.tree, tags.division, tags.parent, tags.paragraph, tags.line, tags.first, tags.leaves,
                [end.decode() for end in tags.ends], tags.page.decode(), tags.others.decode(),
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, shell: Shell, kept: dict[str, Any]) -> "Sheet":
        left, font = kept["written"]
        begin, margins, bottom = kept["stacked"]
        words, one_of_them, below = kept["blocks"]
        text, ended, empty = (Line(*one) for one in kept["lines"])
        tree, division, parent, paragraph, line, first, leaves, ends, page, others = kept["tags"]
        return cls(
            shell=shell, width=kept["width"], proven=tuple(kept["proven"]), left=left.encode(), font=font.encode(),
            begin=begin, margins=tuple(margins), bottom=bottom,
            words=Block.from_json(words), paragraph=Block.from_json(one_of_them),
            below=tuple(map(Block.from_json, below)), text=text, ended=ended, empty=empty,
            tags=Tags(
                tree, division, parent, paragraph, line, first, tuple(leaves),
                tuple(end.encode() for end in ends), page.encode(), others.encode(),
            ),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class FlowShell:
    """`sheets`: largest text first, and only those that hold the text with at least one line of own words."""

    language: str
    blocks: int  # of letters that its fonts hold (letters/engine/alphabets.py)
    sheets: tuple[Sheet, ...]

    def to_bytes(self) -> bytes:
        shells = [sheet.shell.to_bytes() for sheet in self.sheets]
        head = {
            "version": VERSION,
            "plain": [self.language, self.blocks],
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "sizes": [len(shell) for shell in shells],
        }
        return lzma.compress(b"\n".join([json.dumps(head).encode(), b"".join(shells)]))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "FlowShell":
        """Raise ValueError for what is no flow shell of this version."""
        try:
            line, _, rest = lzma.decompress(kept).partition(b"\n")
        except lzma.LZMAError as error:
            raise ValueError("no flow shell") from error
        head: dict[str, Any] = json.loads(line)
        if head.get("version") != VERSION:
            raise ValueError("a flow shell of another version")
        language, blocks = head["plain"]
        shells = _shells(rest, head["sizes"])
        return cls(language, blocks, tuple(map(Sheet.from_json, shells, head["sheets"])))


def _shells(data: bytes, sizes: list[int]) -> Iterator[Shell]:
    at = 0
    for size in sizes:
        yield Shell.from_bytes(data[at : at + size])
        at += size
