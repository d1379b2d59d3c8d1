"""Put a letter on paper, as cheaply as can be done exactly, and make it again from what is kept: the same pages each time.

    made = make(letter.frozen)        made.pdf, made.pages, made.sha256, made.tier

Its lines are *stamped* into the shell of its text (letters/shells.py, letters/engine); what cannot be stamped exactly is
set by WeasyPrint in a process with limits (letters/rendering.py), at two hundred times the cost. Whichever it was, the
pages are those that WeasyPrint makes of this letter.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from appeals.merging import digest
from letters import shells, slots
from letters.engine.alphabets import blocks_of as letters_in
from letters.engine.filing import form_of
from letters.engine.shaping import CannotStamp
from letters.engine.stamping import stamp
from letters.models import Letter, LetterPdf
from letters.pressing import PressRefused
from letters.rendering import MOST_PAGES, RenderedLetter, page_of, render
from letters.typesetting import blocks_of, check_glyphs

Tier = LetterPdf.Tier
DAMAGED = "The stored PDF is not the one that was rendered."


class NeedsPress(Exception):
    """Only WeasyPrint can set this letter."""


@dataclass(frozen=True)
class StampedLetter:
    """`lines` as they are kept. Contents and file are made when somebody asks for them."""

    shell: shells.Kept
    lines: Callable[[], Mapping[str, str]] = field(repr=False)
    stamps: Callable[[], list[bytes]] = field(repr=False)

    @property
    def pages(self) -> int:
        return len(self.shell.shell.pages)

    @cached_property
    def contents(self) -> list[bytes]:
        """What stamping puts on each page. Raises CannotStamp for lines that do not fit."""
        return self.stamps()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(b"\0".join([self.shell.key.encode(), *self.contents])).hexdigest()

    @cached_property
    def pdf(self) -> bytes:
        return form_of(self.shell.shell).file(self.contents)


Made = RenderedLetter | StampedLetter


def make(frozen: Mapping[str, Any]) -> Made:
    """Raise RenderError naming letter and field; PressMissing when no letter at all can be made here."""
    return stamped(frozen) or render(frozen)


def make_quickly(frozen: Mapping[str, Any]) -> StampedLetter:
    """As `make`, but raise NeedsPress rather than wait for WeasyPrint."""
    made = stamped(frozen)
    if made is None:
        raise NeedsPress
    return made


def stamped(frozen: Mapping[str, Any]) -> StampedLetter | None:
    """None for a letter that only WeasyPrint can set. Raises RenderError, and PressMissing if a shell is to be compiled."""
    if frozen.get("own_words"):
        return None
    identity = digest(frozen)
    check_glyphs(frozen)
    blocks = blocks_of(frozen, identity)
    lines = slots.named(blocks)
    letters = letters_in("".join(slots.without_code(lines).values()))
    if not letters:
        return None
    try:
        key, text_key = shells.key_of(frozen, blocks, letters)
        shell = shells.shell_of(
            key, text_key, lambda: page_of(frozen, identity), language=frozen["language"], letters=letters
        )
        if shell is None or len(shell.shell.pages) > MOST_PAGES:
            return None
        contents = stamp(shell.shell, lines)
    except (CannotStamp, PressRefused):
        return None  # what is wrong with it, if anything, WeasyPrint says better
    return StampedLetter(
        shell, lambda: slots.kept(lines, frozen["reference"], identity), stamps=lambda: contents
    )


def kept(made: Made) -> dict[str, Any]:
    """The fields of LetterPdf that a letter is made again from."""
    seal = {"sha256": made.sha256, "pages": made.pages}
    if isinstance(made, StampedLetter):
        return {**seal, "tier": Tier.STAMP, "shell_id": made.shell.key, "lines": made.lines()}
    return {**seal, "tier": Tier.PRESS, "content": made.pdf}


def again(pdf: LetterPdf) -> Made:
    """The letter once more as it was made."""
    if pdf.shell_id is None:
        content = bytes(pdf.content)
        return RenderedLetter(pdf=content, pages=pdf.pages, sha256=hashlib.sha256(content).hexdigest())
    shell = shells.by_key(pdf.shell_id)
    return StampedLetter(
        shell, lambda: pdf.lines, stamps=lambda: stamp(shell.shell, slots.with_code(pdf.lines))
    )


def damaged(letters: Iterable[Letter]) -> dict[int, str]:
    """Return {letter.pk: reason} where what is kept gives other pages than were sealed. Makes every one; two queries."""
    return {
        one.letter_id: DAMAGED for one in LetterPdf.objects.filter(letter__in=letters) if not _is_whole(one)
    }


def _is_whole(pdf: LetterPdf) -> bool:
    try:
        return again(pdf).sha256 == pdf.sha256
    except (CannotStamp, KeyError, ValueError):
        return False  # lines that do not fit the shell
