"""What the public typed: normalised, checked, never cut silently (safety.md, "names and texts").

Composed by NFC. Refused: control characters and the reordering bidi controls of UAX #9. Kept:
ZWNJ and ZWJ, which Persian and Indic names need. Length is counted in grapheme clusters (UAX #29).
"""

import unicodedata

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME_GRAPHEMES = 100
TEXT_CHARACTERS = 2_500
TEXT_LINES = 60
COMBINING_MARKS = 6
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GRAPHEME = regex.compile(r"\X")
_MARKS = regex.compile(rf"\p{{M}}{{{COMBINING_MARKS + 1},}}")


def graphemes(text: str) -> int:
    return len(_GRAPHEME.findall(text))


def _refuse_unsafe(text: str, *, allowed: str = "") -> None:
    for character in text:
        category = unicodedata.category(character)
        if character in BIDI_CONTROLS or (
            category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} and character not in allowed
        ):
            raise ValidationError(
                _("This holds an invisible character (U+%(code)04X). Please type it again without it."),
                code="invisible",
                params={"code": ord(character)},
            )
    if _MARKS.search(text):
        raise ValidationError(_("This holds too many accents on one letter."), code="marks")


def clean_line(text: str, *, limit: int = NAME_GRAPHEMES) -> str:
    """One line (a name, a town): NFC, runs of blanks made one, nothing dangerous in it, `limit` graphemes."""
    line = unicodedata.normalize("NFC", text).strip()
    _refuse_unsafe(line, allowed="\t")
    line = regex.sub(r"[\p{Zs}\t]+", " ", line)
    if graphemes(line) > limit:
        raise ValidationError(
            _("Please use at most %(limit)d characters."), code="long", params={"limit": limit}
        )
    return line


def clean_text(text: str) -> str:
    """Several lines: NFC, line ends as \\n, bounded in characters and lines."""
    body = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    _refuse_unsafe(body, allowed="\n\t")
    if len(body) > TEXT_CHARACTERS:
        raise ValidationError(
            _("Please use at most %(limit)d characters."), code="long", params={"limit": TEXT_CHARACTERS}
        )
    if body.count("\n") + 1 > TEXT_LINES:
        raise ValidationError(
            _("Please use at most %(limit)d lines."), code="lines", params={"limit": TEXT_LINES}
        )
    return body
