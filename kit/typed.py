"""What the public typed: normalised, checked, never cut silently (safety.md, "names and texts").

Composed by NFC. Refused: control characters, the reordering bidi controls of UAX #9, and what shows nothing at
all. Kept: ZWNJ and ZWJ, which Persian and Indic names need, the blank of no width between Khmer words, and the
signs that Mongolian and Arabic shape letters with. Length is counted in grapheme clusters (UAX #29).
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
# By `regex`, which knows characters that Python's own tables are too old for: rare letters of Chinese names.
# Format characters are refused, but for U+200B to U+200D, the Mongolian vowel separator and Arabic number signs.
_UNSAFE = regex.compile(
    r"[[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Cf}]--[\u200b-\u200d\u180e\p{Prepended_Concatenation_Mark}]]",
    regex.VERSION1,
)
# Letters for Unicode, and yet nothing to see: the fillers of Hangul.
_SEEN = regex.compile(r"[\p{L}--[\u115f\u1160\u3164\uffa0]]", regex.VERSION1)
_GRAPHEME = regex.compile(r"\X")
MARKS = regex.compile(rf"\p{{M}}{{{COMBINING_MARKS + 1},}}")


def graphemes(text: str) -> int:
    return len(_GRAPHEME.findall(text))


def _refuse_unsafe(text: str, *, allowed: str = "") -> None:
    for found in _UNSAFE.finditer(text):
        if found[0] not in allowed:
            raise ValidationError(
                _("This holds an invisible character (U+%(code)04X). Please type it again without it."),
                code="invisible",
                params={"code": ord(found[0])},
            )
    if MARKS.search(text):
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


def clean_name(text: str) -> str:
    """A line with at least one letter that can be seen, of any script."""
    name = clean_line(text)
    if name and not _SEEN.search(name):
        raise ValidationError(
            _("Please type a name that can be read: it stands under the letter."), code="unseen"
        )
    return name


def clean_text(text: str, *, limit: int = TEXT_CHARACTERS, lines: int = TEXT_LINES) -> str:
    """Several lines: NFC, line ends as \\n, bounded in characters and lines."""
    body = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    _refuse_unsafe(body, allowed="\n\t")
    if len(body) > limit:
        raise ValidationError(
            _("Please use at most %(limit)d characters."), code="long", params={"limit": limit}
        )
    if body.count("\n") + 1 > lines:
        raise ValidationError(_("Please use at most %(limit)d lines."), code="lines", params={"limit": lines})
    return body


def initials(name: str) -> str:
    """`A. O.`: the first grapheme of each word. A mark or a digit that begins a word is passed over."""
    firsts = [next((g for g in _GRAPHEME.findall(word) if g[0].isalpha()), "") for word in name.split()]
    return " ".join(f"{first}." for first in firsts if first)
