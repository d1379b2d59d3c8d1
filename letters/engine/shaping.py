"""Set a line of text as Pango 1.50 sets it for WeasyPrint 70: the same glyphs, the same kerns, the same width.

HarfBuzz shapes it, with Pango's choice of script and language for each run of it, at Pango's scale. What WeasyPrint then
writes is arithmetic (draw_first_line in its draw/text.py), repeated here to the rounding.
"""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uharfbuzz as hb

UNITS = 1024  # of Pango, in a pixel
# Where glyphs follow each other from left to right, one after the other. Everything else is WeasyPrint's to set.
_STRONG = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʸᴀ-ᴥᴬ-ᵜᵢ-ᵥᵫ-ᵷᵹ-ᶾḀ-ỿKÅⅎ",
    "Cyrl": "Ѐ-҂Ҋ-ԯᲀ-ᲈ",
    "Grek": "Ͱ-ͳ͵-ͷͺ-ͽͿ΄ΆΈ-ϡϰ-Ͽἀ-῾",
}
_NEUTRAL = "\\u00a0\\u202f -@[-`{-~¡-©«¬®-¹»-¿×÷‐-–—‘-‟†‡•…‰′″‹›⁄€№™−▖-▟▀▄▌▐█"
_RUN = {script: re.compile(f"[{letters}{_NEUTRAL}]+") for script, letters in _STRONG.items()}
_SETTABLE = re.compile(f"[{''.join(_STRONG.values())}{_NEUTRAL}]*")
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
def _face(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


@cache
def advances(path: Path) -> tuple[int, ...]:
    """Return the advance of every glyph, in thousandths of an em (ISO 32000-1, 9.7.4.3)."""
    face = _face(path)
    font = hb.Font(face)
    return tuple(round(font.get_glyph_h_advance(gid) * 1000 / face.upem) for gid in range(face.glyph_count))


class Setter:
    """Sets lines in one font, size and language. `units`: the size in Pango's units; `plain`: without kerns and ligatures."""

    def __init__(self, path: Path, units: int, language: str, *, plain: bool = False) -> None:
        self.font = hb.Font(_face(path))
        self.font.scale = (units, units)
        self.advances = advances(path)
        self.units, self.language, self.features = units, language, PLAIN if plain else {}
        self.space = self._shape(" ", "Zyyy")
        self._words: dict[tuple[str, str], tuple[str, int]] = {}
        self._letters, self._wide = self._one_by_one() if plain else ({}, {})

    def line(self, text: str) -> tuple[str, int]:
        """Return what stands between the brackets of TJ, and the width in Pango's units.

        Glyphs are four hexadecimal digits each, a kern is `>40<`: `<002a0048>40<0057>`. Kerns of zero are left out:
        they move nothing (ISO 32000-1, 9.4.3).
        """
        if self._letters and _PLAIN.fullmatch(text):
            return f"<{text.translate(self._letters)}>", sum(map(self._wide.__getitem__, text))
        words, width = [], 0
        blank, blank_width = self.space
        for script, run in runs(text):
            pieces = []
            for word in run.split(" "):
                set_word = self._words.get((word, script)) or self._word(word, script)
                pieces.append(set_word[0])
                width += set_word[1]
            words.append(blank.join(pieces))
            width += blank_width * (len(pieces) - 1)
        return f"<{''.join(words)}>".replace("<>", ""), width

    def _word(self, word: str, script: str) -> tuple[str, int]:
        # Nothing in our fonts kerns against the space, nor looks beyond it (tests/letters/engine/test_shaping.py).
        shaped = self._shape(word, script) if word else ("", 0)
        if len(self._words) > 50_000:
            self._words.clear()
        self._words[word, script] = shaped
        return shaped

    def _shape(self, text: str, script: str) -> tuple[str, int]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = script
        buffer.language = self._language(script)
        hb.shape(self.font, buffer, self.features)
        pieces, total = [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            gid, advance = info.codepoint, position.x_advance
            if not gid:
                raise CannotStamp("a character that the font does not have")
            if position.x_offset or position.y_offset:
                raise CannotStamp("a mark that is placed above or below")
            pieces.append(f"{gid:04x}")
            total += advance
            # As WeasyPrint has it: size in pixels = units / 1024, widths in thousandths of it.
            if kern := int(self.advances[gid] - advance * 1000 / self.units):
                pieces.append(f">{kern}<")
        return "".join(pieces), total

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
