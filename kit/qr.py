"""QR codes as lines of text in the font "Letter Code" (kit/fonts/letter_code.py), and many of them quickly.

    rows("HTTPS://OUTCRY.EXAMPLE/V/7F3K92QD/7F3K92QD")       13 lines of 13 characters
    Codes("HTTPS://OUTCRY.EXAMPLE/V/", 17).drawn("7F3K92QD/7F3K92QD")     the same, when somebody reads them

Capitals, digits and ` $%*+-./:` alone, with error correction L (ISO/IEC 18004, 7.4.4 and 7.5). Without a quiet zone:
whoever draws it leaves four modules around it.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import segno

from kit.fonts.letter_code import CHARACTERS

# Any of the eight masks makes a valid code, and a reader finds in it which one it is (ISO/IEC 18004, 7.8 and 7.9).
# With the same one for all codes they differ by nothing but their data.
MASK = 2
# A letter is flat, dry and whole when it is read. L takes a smaller code than M, so its modules are larger in the same square.
ERROR = "l"
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE = len(_VALUES)
_VALUE_OF = {character: value for value, character in enumerate(_VALUES)}
_LOW = 6
_MASK_LOW = (1 << _LOW) - 1
_DRAWN = str.maketrans("0123456789abcdef", CHARACTERS)


class NotAlphanumeric(ValueError):
    """The text has a character that the alphanumeric mode does not know, or is too long for any code."""


def rows(text: str) -> list[str]:
    version, value = _code(text)
    return _lines(_digits(value, _wide(version)), _wide(version))


class Codes:
    """All codes that begin with `start` and go on for `places` characters.

    Reed-Solomon codes are linear and masking is an exclusive or (ISO/IEC 18004, 7.5 and 7.8), so over GF(2) the code of a
    text is the code of a text of zeros and, for every bit of its data that is set, one pattern that depends on
    nothing else. Two characters make eleven bits (7.4.4). So a code costs a few dozen exclusive ors.
    """

    def __init__(self, start: str, places: int) -> None:
        self.start, self.places = start, places
        zeros = start + "0" * places
        self.version, self.base = _code(zeros)
        self.wide = _wide(self.version)
        self.first = len(start) - len(start) % 2  # pairs are counted from the beginning of the text
        self.zeros = [_value(zeros[at : at + 2]) for at in range(self.first, len(zeros), 2)]
        patterns = [self._patterns(at) for at in range(0, len(zeros) - self.first, 2)]
        # What several bits change together, six bits looked up at a time.
        self.tables = [(_together(of[:_LOW]), _together(of[_LOW:])) for of in patterns]

    def _patterns(self, at: int) -> list[int]:
        """One for each bit of the value of the pair (or of the last single character) at `at`."""
        first, whole = self.first + at, self.start + "0" * self.places
        is_pair = first + 1 < len(whole)
        here = _value(whole[first : first + 2])
        found = []
        for bit in range(11 if is_pair else 6):
            other = here ^ 1 << bit
            if other >= (_BASE**2 if is_pair else _BASE):
                found.append(0)  # no character has this bit set beside that of `start`
                continue
            pair = _VALUES[other // _BASE] + _VALUES[other % _BASE] if is_pair else _VALUES[other]
            found.append(self.base ^ _code(whole[:first] + pair + whole[first + 2 :])[1])
        return found

    def digits(self, end: str) -> str:
        """Return one hexadecimal digit for each glyph, row after row: its pattern in CHARACTERS."""
        text = self.start[self.first :] + end
        if len(end) != self.places:
            raise NotAlphanumeric(f"This code has {self.places} places, not {len(end)}.")
        if not _VALUE_OF.keys() >= set(end):
            raise NotAlphanumeric(f"This code has a character that is none of {_VALUES}.")
        value = self.base
        for at, zero, (low, high) in zip(range(0, len(text), 2), self.zeros, self.tables, strict=True):
            changed = _value(text[at : at + 2]) ^ zero
            value ^= low[changed & _MASK_LOW] ^ high[changed >> _LOW]
        return _digits(value, self.wide)

    def drawn(self, end: str) -> "Rows":
        return Rows(self, end)


class Rows(Sequence[str]):
    """The rows of a code. How many there are is known before they are drawn."""

    def __init__(self, codes: Codes, end: str) -> None:
        self._codes, self._end = codes, end

    @cached_property
    def digits(self) -> str:
        return self._codes.digits(self._end)

    @cached_property
    def _lines(self) -> list[str]:
        return _lines(self.digits, self._codes.wide)

    def __len__(self) -> int:
        return self._codes.wide

    def __getitem__(self, at: Any) -> Any:
        return self._lines[at]


@lru_cache(maxsize=8)
def codes(start: str, places: int) -> Codes:
    return Codes(start, places)


def _together(patterns: list[int]) -> list[int]:
    """One for each choice of them: all that are chosen, over each other."""
    found = [0]
    for pattern in patterns:
        found += [pattern ^ other for other in found]
    return found


def _value(pair: str) -> int:
    value = 0
    for character in pair:
        value = value * _BASE + _VALUE_OF[character]
    return value


def _code(text: str) -> tuple[int, int]:
    """Return the code's version, and its modules as four bits for each glyph, the first glyph's in the highest."""
    try:
        code = segno.make(text, mode="alphanumeric", error=ERROR, mask=MASK, boost_error=False, micro=False)
    except ValueError as error:
        raise NotAlphanumeric(str(error)) from None
    wide, value = _wide(int(code.version)), 0
    for row, modules in enumerate(code.matrix):
        for column, dark in enumerate(modules):
            if dark:
                glyph = (row // 2) * wide + column // 2
                value |= 1 << 4 * (wide * wide - 1 - glyph) + 3 - 2 * (row % 2) - column % 2
    return int(code.version), value


def _wide(version: int) -> int:
    """Glyphs in a row: half of 17 + 4 × version modules (ISO/IEC 18004, 6.3.2), rounded up."""
    return 9 + 2 * version


def _digits(value: int, wide: int) -> str:
    return f"{value:0{wide * wide}x}"


def _lines(digits: str, wide: int) -> list[str]:
    drawn = digits.translate(_DRAWN)
    return [drawn[at : at + wide] for at in range(0, wide * wide, wide)]
