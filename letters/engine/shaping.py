"""Set a line of text as Pango 1.50 sets it for WeasyPrint 70: the same glyphs, the same kerns, the same width.

HarfBuzz shapes it, with Pango's choice of script and language for each run of it, at Pango's scale. What WeasyPrint then
writes is arithmetic (draw_first_line in its draw/text.py), repeated here to the rounding.
"""

import contextlib
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import uharfbuzz as hb

UNITS = 1024  # of Pango, in a pixel
WORDS = 8192  # that a setter remembers of each script; those of most letters, in a few megabytes
# Where glyphs follow each other from left to right, one after the other. Everything else is WeasyPrint's to set.
_STRONG = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʸᴀ-ᴥᴬ-ᵜᵢ-ᵥᵫ-ᵷᵹ-ᶾḀ-ỿKÅⅎ",
    "Cyrl": "Ѐ-҂Ҋ-ԯᲀ-ᲈ",
    "Grek": "Ͱ-ͳ͵-ͷͺ-ͽͿ΄ΆΈ-ϡϰ-Ͽἀ-῾",
}
_NEUTRAL = "\\u00a0\\u202f -@[-`{-~¡-©«¬®-¹»-¿×÷‐-–—‘-‟†‡•…‰′″‹›⁄€№™−▖-▟▀▄▌▐█"
_RUN = {script: re.compile(f"[{letters}{_NEUTRAL}]+") for script, letters in _STRONG.items()}
_SETTABLE = re.compile(f"[{''.join(_STRONG.values())}{_NEUTRAL}]*")
# Most lines have letters of one script: nothing to split.
_WHOLE = {
    script: re.compile(f"[{_NEUTRAL}]*[{letters}][{letters}{_NEUTRAL}]*") for script, letters in _STRONG.items()
}
_STRONG_ONE = {script: re.compile(f"[{letters}]") for script, letters in _STRONG.items()}
# The languages whose letters are of this script, and Pango's sample language for all others (compute_derived_language).
_LANGUAGES = {
    "Latn": ({"en", "de", "fr", "es", "pl", "tr"}, "en"),
    "Cyrl": ({"ru", "kk", "uk"}, "ru"),
    "Grek": ({"el"}, "el"),
}
# Lines of codes and numbers, set glyph by glyph where the style asks for neither kerns nor ligatures.
_PLAIN = re.compile("[ -~·–▖-▟▀▄▌▐█]*")
PLAIN = {"kern": False, "liga": False, "clig": False, "calt": False}


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
        self._glyphs = Kept(self._glyph)
        self.space = self._shape(" ", "Zyyy")
        # Nothing in our fonts kerns against the space, nor looks beyond it (tests/letters/engine/test_shaping.py).
        self._words = {
            script: Kept(partial(self._shape, script=script), WORDS) for script in (*_STRONG, "Zyyy")
        }
        self._letters, self._wide = self._one_by_one() if plain else ({}, {})

    def line(self, text: str) -> tuple[str, int]:
        """Return what stands between the brackets of TJ, and the width in Pango's units.

        In hexadecimal writing glyphs are four digits each, a kern is `>40<`: `<002a0048>40<0057>`. Kerns of zero are left
        out: they move nothing (ISO 32000-1, 9.4.3).
        """
        begin, end = self.writing.begin, self.writing.end
        if self._letters and _PLAIN.fullmatch(text):
            return f"{begin}{text.translate(self._letters)}{end}", sum(map(self._wide.__getitem__, text))
        blank, blank_width = self.space
        lines, width = [], 0
        for script, run in runs(text):
            kept = self._words[script]
            words = [kept[word] for word in run.split(" ")]
            lines.append(blank.join([word for word, _ in words]))
            width += sum([wide for _, wide in words]) + blank_width * (len(words) - 1)
        return f"{begin}{''.join(lines)}{end}".replace(self.nothing, ""), width

    def _shape(self, text: str, script: str) -> tuple[str, int]:
        if not text:
            return "", 0
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = script
        buffer.language = self._language(script)
        hb.shape(self.font, buffer, self.features)
        positions = [one.position for one in buffer.glyph_positions]
        glyphs = [one.codepoint for one in buffer.glyph_infos]
        pieces = [self._glyphs[glyph] for glyph in zip(glyphs, positions, strict=True)]
        return "".join(pieces), sum([advance for _, _, advance, _ in positions])

    def _glyph(self, placed: tuple[int, tuple[int, int, int, int]]) -> str:
        gid, (right, up, advance, _) = placed
        if not gid or gid not in self.glyphs:
            raise CannotStamp("a character that the font does not have")
        if right or up:
            raise CannotStamp("a mark that is placed above or below")
        # As WeasyPrint has it: size in pixels = units / 1024, widths in thousandths of it.
        kern = int(self.advances[gid] - advance * 1000 / self.units)
        glyph = self.writing.glyph(gid)
        return f"{glyph}{self.writing.end}{kern}{self.writing.begin}" if kern else glyph

    def _one_by_one(self) -> tuple[dict[int, str], dict[str, int]]:
        glyphs, wide = {}, {}
        for character in filter(_PLAIN.fullmatch, map(chr, range(0x20, 0x25A0))):
            with contextlib.suppress(CannotStamp):
                glyph, wide[character] = self._shape(character, "Zyyy")
                glyphs[ord(character)] = glyph
        return glyphs, wide

    def _language(self, script: str) -> str:
        own, other = _LANGUAGES.get(script, ({self.language}, self.language))
        return self.language if self.language in own else other


def settable(text: str) -> bool:
    return _SETTABLE.fullmatch(text) is not None


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Split a line where its script changes, as Pango does (UAX #24, 5.1): neutral characters go with those before them.

    Yield (ISO 15924 code, text). Without any letter the code is Zyyy.
    """
    for script, whole in _WHOLE.items():
        if whole.fullmatch(text):
            yield script, text
            return
    if not settable(text):
        raise CannotStamp("a script that is not set from left to right in one font")
    at = 0
    while at < len(text):
        script = _first_script(text, at)
        found = _RUN[script].match(text, at) if script != "Zyyy" else None
        end = found.end() if found else len(text)
        yield script, text[at:end]
        at = end


def _first_script(text: str, at: int) -> str:
    for script, letters in _RUN.items():
        found = letters.match(text, at)
        if found and _STRONG_ONE[script].search(text, at, found.end()):
            return script
    return "Zyyy"
