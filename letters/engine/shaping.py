"""Set a line of text as Pango 1.50 sets it for WeasyPrint 70: the same glyphs, the same kerns, the same width.

HarfBuzz shapes it, with Pango's choice of script and language for each run of it, at Pango's scale. What WeasyPrint then
writes is arithmetic (draw_first_line in its draw/text.py), repeated here to the rounding.
"""

import contextlib
import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cache, partial
from operator import add
from pathlib import Path
from typing import Any

import uharfbuzz as hb

UNITS = 1024  # of Pango, in a pixel
WORDS = 2048  # that a setter remembers of each script; of some dozen setters a few megabytes each
# Where glyphs follow each other from left to right, one after the other. Everything else is WeasyPrint's to set.
_STRONG = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʸᴀ-ᴥᴬ-ᵜᵢ-ᵥᵫ-ᵷᵹ-ᶾḀ-ỿKÅⅎ",
    "Cyrl": "Ѐ-҂Ҋ-ԯᲀ-ᲈ",
    "Grek": "Ͱ-ͳ͵-ͷͺ-ͽͿ΄ΆΈ-ϡϰ-Ͽἀ-῾",
}
_NEUTRAL = "\\u00a0\\u202f -@[-`{-~¡-©«¬®-¹»-¿×÷‐-–—‘-‟†‡•…‰′″‹›⁄€№™−▖-▟▀▄▌▐█"
# A line is a row of runs: neutral characters go with the letters before them, and the first ones with those after them.
_SCRIPTS = (*_STRONG, "Zyyy")
_RUNS = re.compile(
    "|".join(f"([{_NEUTRAL}]*[{letters}][{letters}{_NEUTRAL}]*)" for letters in _STRONG.values())
    + f"|([{_NEUTRAL}]+)"
)
_SETTABLE = re.compile(f"[{''.join(_STRONG.values())}{_NEUTRAL}]*")
_STRONG_ONE = {script: re.compile(f"[{letters}]") for script, letters in _STRONG.items()}
_OPENED_BY = {")": "(", ">": "<", "]": "[", "}": "{", "»": "«", "’": "‘", "”": "“", "›": "‹"}
_OPENING = frozenset(_OPENED_BY.values())
# The languages whose letters are of this script, and Pango's sample language for all others (compute_derived_language).
_LANGUAGES = {
    "Latn": ({"en", "de", "fr", "es", "pl", "tr"}, "en"),
    "Cyrl": ({"ru", "kk", "uk"}, "ru"),
    "Grek": ({"el"}, "el"),
}
FRACTION = "\u2044"  # the fraction slash
# Lines of codes and numbers, set glyph by glyph where the style asks for neither kerns nor ligatures.
_PLAIN = re.compile("[ -~·–▖-▟▀▄▌▐█]*")
PLAIN = {"kern": False, "liga": False, "clig": False, "calt": False}


_NUMBERS = hb.BufferSerializeFlags.NO_CLUSTERS | hb.BufferSerializeFlags.NO_GLYPH_NAMES


class CannotStamp(Exception):
    """This cannot be set here exactly as WeasyPrint would. Nothing is wrong with it: WeasyPrint sets it."""


@cache
def face_of(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


@cache
def advances(path: Path) -> tuple[int, ...]:
    """Return the advance of every glyph, in thousandths of an em (ISO 32000-1, 9.7.4.3)."""
    face = face_of(path)
    font = hb.Font(face)
    return tuple(round(font.get_glyph_h_advance(gid) * 1000 / face.upem) for gid in range(face.glyph_count))


class Kept(dict[Any, Any]):
    """Remembers what a function answered, and forgets all of it when there is too much."""

    def __init__(self, answer: Callable[[Any], Any], most: int = 4096) -> None:
        super().__init__()
        self.answer, self.most = answer, most

    def __missing__(self, asked: Any) -> Any:
        found = self.answer(asked)
        if len(self) >= self.most:
            self.clear()
        self[asked] = found
        return found


@dataclass(frozen=True)
class Writing:
    """How strings are written (ISO 32000-1, 7.3.4): where one begins, where it ends, and one glyph in it."""

    begin: str
    end: str
    glyph: Callable[[int], str]


HEX = Writing("<", ">", "{:04x}".format)


class Setter:
    """Sets lines in one font, size and language.

    `units`: the size in Pango's units; `plain`: without kerns and ligatures; `glyphs`: of a subset, when there is one.
    """

    def __init__(
        self,
        path: Path,
        units: int,
        language: str,
        *,
        plain: bool = False,
        glyphs: Container[int] | None = None,
        writing: Writing = HEX,
    ) -> None:
        self.font = hb.Font(face_of(path))
        self.font.scale = (units, units)
        self.advances = advances(path)
        self.units, self.language, self.features = units, language, PLAIN if plain else {}
        self.glyphs = range(1, 1 << 16) if glyphs is None else glyphs
        self.writing, self.nothing = writing, writing.begin + writing.end
        self._glyphs, self._advances = Kept(self._glyph), Kept(_advance)
        self._pairs = {script: Kept(partial(self._pair, script)) for script in _SCRIPTS}
        # Nothing in our fonts kerns against the space, nor looks beyond it (tests/letters/engine/test_shaping.py).
        self.blank, self.blank_width = self._word("Zyyy", " "), self._width("Zyyy", " ")
        self._words = {script: Kept(partial(self._word, script), WORDS) for script in _SCRIPTS}
        self._widths = {script: Kept(partial(self._width, script), WORDS) for script in _SCRIPTS}
        self._letters, self._wide = self._one_by_one() if plain else ({}, {})

    def line(self, text: str) -> tuple[str, int]:
        """Return what stands between the brackets of TJ, and the width in Pango's units.

        In hexadecimal writing glyphs are four digits each, a kern is `>40<`: `<002a0048>40<0057>`. Kerns of zero are left
        out: they move nothing (ISO 32000-1, 9.4.3).
        """
        return self.written(text), self.width(text)

    def written(self, text: str) -> str:
        begin, end = self.writing.begin, self.writing.end
        if self._letters and _PLAIN.fullmatch(text):
            return f"{begin}{text.translate(self._letters)}{end}"
        blank, words = self.blank, self._words
        line = "".join(
            [blank.join(map(words[script].__getitem__, run.split(" "))) for script, run in runs(text)]
        )
        return f"{begin}{line}{end}".replace(self.nothing, "")

    def width(self, text: str) -> int:
        if self._letters and _PLAIN.fullmatch(text):
            return sum(map(self._wide.__getitem__, text))
        blank, widths = self.blank_width, self._widths
        return sum(
            sum(map(widths[script].__getitem__, run.split(" "))) + blank * run.count(" ")
            for script, run in runs(text)
        )

    def width_from(self, text: str, at: int) -> int:
        """The width of text from its character `at` on, when it is shaped with what stands before and after it."""
        total, begin = 0, 0
        for script, run in runs(text):
            if begin + len(run) > at:
                buffer = self._buffer(run, script)
                glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
                total += sum(one.x_advance for info, one in glyphs if begin + info.cluster >= at)
            begin += len(run)
        return total

    def _word(self, script: str, word: str) -> str:
        if word.isdecimal() and word.isascii() and len(word) > 1:
            # Figures are not kerned against each other; house numbers are many, and none comes twice.
            return "".join(map(self._words[script].__getitem__, word))
        # Names are many too, but few are their pairs of letters.
        if len(word) > 1 and all(pairs := [*map(self._pairs[script].__getitem__, map(add, word, word[1:]))]):
            return "".join([*pairs, self._words[script][word[-1]]])
        return "".join([self._glyphs[glyph] for glyph in self._shaped(word, script)])

    def _pair(self, script: str, pair: str) -> str:
        """The first of two letters as it is written before the second; "" where they do not stand one beside the other.

        A glyph is kerned against the next one alone, and only ligatures look further: both are facts of our fonts, which
        tests/letters/engine/test_pairs.py reads in their tables (OpenType 1.9, GPOS lookup type 2 and GSUB type 4).
        """
        if FRACTION in pair:
            return ""  # HarfBuzz makes small figures of all that stand beside it
        first, *second = self._shaped(pair, script)
        return self._glyphs[first] if second == self._shaped(pair[1], script) else ""

    def _width(self, script: str, word: str) -> int:
        return sum([self._advances[glyph] for glyph in self._shaped(word, script)])

    def _shaped(self, text: str, script: str) -> list[str]:
        """One string for each glyph, as HarfBuzz writes them: `36+9387`, or `786@12,0+8035` with an offset."""
        if not text:
            return []
        return self._buffer(text, script).serialize(self.font, flags=_NUMBERS)[1:-1].split("|")

    def _buffer(self, text: str, script: str) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = script
        buffer.language = self._language(script)
        hb.shape(self.font, buffer, self.features)
        return buffer

    def _glyph(self, shaped: str) -> str:
        gid, _, offset = shaped.partition("+")[0].partition("@")
        if not (glyph := int(gid)) or glyph not in self.glyphs:
            raise CannotStamp("a character that the font does not have")
        if offset:
            raise CannotStamp("a mark that is placed above or below")
        # As WeasyPrint has it: size in pixels = units / 1024, widths in thousandths of it.
        kern = int(self.advances[glyph] - _advance(shaped) * 1000 / self.units)
        written = self.writing.glyph(glyph)
        return f"{written}{self.writing.end}{kern}{self.writing.begin}" if kern else written

    def _one_by_one(self) -> tuple[dict[int, str], dict[str, int]]:
        glyphs, wide = {}, {}
        for character in filter(_PLAIN.fullmatch, map(chr, range(0x20, 0x25A0))):
            with contextlib.suppress(CannotStamp):
                glyphs[ord(character)] = self._word("Zyyy", character)
                wide[character] = self._width("Zyyy", character)
        return glyphs, wide

    def _language(self, script: str) -> str:
        own, other = _LANGUAGES.get(script, ({self.language}, self.language))
        return self.language if self.language in own else other


def _advance(shaped: str) -> int:
    return int(shaped.partition("+")[2].partition(",")[0])


def settable(text: str) -> bool:
    return _SETTABLE.fullmatch(text) is not None


def runs(text: str) -> list[tuple[str, str]]:
    """Split a line where its script changes, as Pango does (UAX #24, 5.1): [(ISO 15924 code, text)].

    Without any letter the code is Zyyy.
    """
    if text.isascii() and text.isprintable() and text.upper() != text.lower():
        return [("Latn", text)]  # most lines: between the letters nothing but neutral characters
    found = [(_SCRIPTS[(run.lastindex or 0) - 1], run[0]) for run in _RUNS.finditer(text)]
    if sum([len(run) for _, run in found]) != len(text):
        raise CannotStamp("a script that is not set from left to right in one font")
    return found if len(found) < 2 or _OPENED_BY.keys().isdisjoint(text) else _paired_runs(text)


def _paired_runs(text: str) -> list[tuple[str, str]]:
    """The same where a closing sign goes with what its opening one goes with, as pango_script_iter_next has it."""
    made: list[tuple[str, str]] = []
    opened: list[tuple[str, str]] = []  # signs that are open, with their script, "" while it is not known
    script, begin, known = "", 0, 0
    for at, sign in enumerate(text):
        own, opens = _script_of(sign), _OPENED_BY.get(sign)
        if sign in _OPENING:
            opened.append((sign, script))
        elif opens:
            # What was opened in between is never closed; so an apostrophe forgets all that is open.
            while opened and opened[-1][0] != opens:
                opened.pop()
            own = opened[-1][1] if opened else ""
            known = min(known, len(opened))
        if own and script and own != script:
            made.append((script, text[begin:at]))
            script, begin, known = "", at, len(opened)
        if own and not script:
            script = own
            opened[known:] = [(one, script) for one, _ in opened[known:]]
            known = len(opened)
        if opens and opened:
            opened.pop()
            known = min(known, len(opened))
    return [*made, (script, text[begin:])]


@cache
def _script_of(sign: str) -> str:
    """Empty for what goes with any."""
    return next((script for script, letters in _STRONG_ONE.items() if letters.match(sign)), "")
