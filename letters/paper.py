"""Put a letter on paper, as cheaply as can be done exactly, and make it again from what is kept: the same pages each time.

    made = make(letter.frozen)        made.pdf, made.pages, made.sha256, made.tier

Its lines are *stamped* into the shell of its text (letters/shells.py, letters/engine), and a signer's own words *flow* into
it; what cannot be done so exactly is set by WeasyPrint in a process with limits (letters/rendering.py), at two hundred times
the cost. Whichever it was, the pages are those that WeasyPrint makes of this letter.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from appeals.merging import digest
from letters import shells, slots
from letters.engine.alphabets import blocks_of as letters_in
from letters.engine.filing import form_of
from letters.engine.flowing import Flowed, file_of, flow
from letters.engine.kept_lines import with_digits
from letters.engine.shaping import CannotStamp
from letters.engine.stamping import stamp
from letters.models import Letter, LetterPdf
from letters.pressing import PressRefused
from letters.rendering import RenderedLetter, most_pages, page_of, render
from letters.typesetting import blocks_of, check_glyphs

Tier = LetterPdf.Tier
OWN_WORDS = "own_words"  # among the lines that are kept of a letter that has some
DAMAGED = "The stored PDF is not the one that was rendered."


class NeedsPress(Exception):
    """Only WeasyPrint can set this letter."""


@dataclass(frozen=True)
class StampedLetter:
    """`lines` as they are kept. What is on its pages, and the file, are made when somebody asks for them."""

    shell: shells.Kept
    lines: Callable[[], Mapping[str, str]] = field(repr=False)
    stamps: Callable[[], list[bytes]] = field(repr=False)
    tier: str = Tier.STAMP

    @property
    def pages(self) -> int:
        return len(self.shell.shell.pages)

    @cached_property
    def sha256(self) -> str:
        return _seal(self.shell, self.contents)

    @cached_property
    def contents(self) -> list[bytes]:
        """Raise CannotStamp for lines that do not fit."""
        return self.stamps()

    @cached_property
    def pdf(self) -> bytes:
        return form_of(self.shell.shell).file(self.contents)


@dataclass(frozen=True)
class FlowedLetter:
    """A letter with own words, which `lines` holds too."""

    shell: shells.Kept
    lines: Callable[[], Mapping[str, str]] = field(repr=False)
    flows: Callable[[], Flowed] = field(repr=False)
    tier: str = Tier.FLOW

    @property
    def pages(self) -> int:
        return len(self.flowed.contents)

    @cached_property
    def sha256(self) -> str:
        tree = [b"%d %b" % one for one in self.flowed.objects]
        return _seal(self.shell, [b"%g" % self.flowed.sheet.shell.size, *self.flowed.contents, *tree])

    @cached_property
    def flowed(self) -> Flowed:
        """Raise CannotStamp for lines and words that do not fit."""
        return self.flows()

    @cached_property
    def pdf(self) -> bytes:
        return file_of(self.flowed)


Quick = StampedLetter | FlowedLetter
Made = RenderedLetter | Quick


def _seal(shell: shells.Kept, contents: Sequence[bytes]) -> str:
    return hashlib.sha256(b"\0".join([shell.key.encode(), *contents])).hexdigest()


def make(frozen: Mapping[str, Any]) -> Made:
    """Raise RenderError naming letter and field; PressMissing when no letter at all can be made here."""
    return stamped(frozen) or render(frozen)


def make_quickly(frozen: Mapping[str, Any]) -> Quick:
    """As `make`, but raise NeedsPress rather than wait for WeasyPrint."""
    made = stamped(frozen)
    if made is None:
        raise NeedsPress
    return made


def stamped(frozen: Mapping[str, Any]) -> Quick | None:
    """None for a letter that only WeasyPrint can set. Raises RenderError, and PressMissing if a shell is to be compiled."""
    identity, own_words = digest(frozen), frozen.get("own_words", "")
    check_glyphs(frozen)
    blocks = blocks_of(frozen, identity)
    lines = slots.named(blocks)
    letters = letters_in("".join([*lines.values(), own_words.replace("\n", "")]))
    if not letters:
        return None

    def kept_lines() -> Mapping[str, str]:
        own = {OWN_WORDS: own_words} if own_words else {}
        return {**slots.kept(lines, frozen["reference"], identity), **own}

    try:
        key, text_key = shells.key_of(frozen, blocks, letters)
        shell = shells.shell_of(
            key,
            text_key,
            lambda: page_of(frozen, identity),
            language=frozen["language"],
            letters=letters,
            flows=bool(own_words),
        )
        if shell is None:
            return None
        if own_words:
            flowed = flow(shell.flow_shell, lines, own_words)
            return FlowedLetter(shell, kept_lines, flows=lambda: flowed)
        if len(shell.shell.pages) > most_pages(frozen):
            return None
        contents = stamp(shell.shell, lines)
    except (CannotStamp, PressRefused):
        return None  # what is wrong with it, if anything, WeasyPrint says better
    return StampedLetter(shell, kept_lines, stamps=lambda: contents)


def kept(made: Made) -> dict[str, Any]:
    """The fields of LetterPdf that a letter is made again from."""
    seal = {"sha256": made.sha256, "pages": made.pages}
    if isinstance(made, RenderedLetter):
        return {**seal, "tier": Tier.PRESS, "content": made.pdf}
    return {**seal, "tier": made.tier, "shell_id": made.shell.key, "lines": made.lines()}


def again(pdf: LetterPdf) -> Made:
    """The letter once more as it was made."""
    if pdf.shell_id is None:
        content = bytes(pdf.content)
        return RenderedLetter(pdf=content, pages=pdf.pages, sha256=hashlib.sha256(content).hexdigest())
    shell, kept_lines = shells.by_key(pdf.shell_id), pdf.lines
    if pdf.tier == Tier.FLOW:
        lines = {name: line for name, line in kept_lines.items() if name != OWN_WORDS}
        return FlowedLetter(
            shell,
            lambda: kept_lines,
            flows=lambda: flow(shell.flow_shell, with_digits(lines), kept_lines[OWN_WORDS]),
        )
    return StampedLetter(
        shell, lambda: kept_lines, stamps=lambda: stamp(shell.shell, with_digits(kept_lines))
    )


def damaged(letters: Iterable[Letter]) -> dict[int, str]:
    """Return {letter.pk: reason} where what is kept gives other pages than were sealed. Makes every one; two queries."""
    return {pk: DAMAGED for pk, made in all_again(letters).items() if made is None}


def all_again(letters: Iterable[Letter]) -> dict[int, Made | None]:
    """Return {letter.pk: the letter once more} of those that have a PDF; None where its pages are not those that were sealed."""
    return {one.letter_id: _whole(one) for one in LetterPdf.objects.filter(letter__in=letters)}


def _whole(pdf: LetterPdf) -> Made | None:
    try:
        made = again(pdf)
        return made if made.sha256 == pdf.sha256 else None
    except (CannotStamp, KeyError, ValueError):
        return None  # lines that do not fit the shell
