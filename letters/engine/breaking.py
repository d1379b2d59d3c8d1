"""Break text into lines where Pango 1.50 breaks it for WeasyPrint 70.

Where a line may end Pango itself says (UAX #14 with its tailoring), asked through its C library. A line takes as many
characters as its width allows (CSS 2.2, 9.4.2), where blanks at its end count for nothing (CSS Text 3, 4.1.2).
"""

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from letters.engine.shaping import CannotStamp, Setter

_NAMES = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
_LINE_BREAK = 1  # the first bit of PangoLogAttr, a word of 32 bits for each place between characters
_FEW = 60  # characters, which most often are less than a line
_BLANKS = re.compile(" +")
_WHITE = " \u00a0\u202f"  # what Pango does not count at the end of a text, though it is painted


@cache
def _pango() -> ctypes.CDLL:
    for name in _NAMES:
        with suppress(OSError):
            library = ctypes.CDLL(name)
            library.pango_language_from_string.restype = ctypes.c_void_p
            library.pango_get_log_attrs.restype = None
            library.pango_get_log_attrs.argtypes = [
                ctypes.c_char_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int,
            ]  # fmt: skip
            return library
    raise CannotStamp("Pango's library is not there")


@cache
def _language(name: str) -> int:
    known: int = _pango().pango_language_from_string(name.encode())
    return known


def breaks(text: str, language: str) -> list[int]:
    """Where a line may end, in characters; the end of the text is the last."""
    count = len(text) + 1
    places = (ctypes.c_uint32 * count)()
    data = text.encode()
    _pango().pango_get_log_attrs(data, len(data), -1, _language(language), places, count)
    found = [at for at, place in enumerate(places) if place & _LINE_BREAK and 0 < at < count - 1]
    return [*found, count - 1]


def collapsed(text: str) -> str:
    """What is left of blanks under `white-space: normal` (CSS Text 3, 4.1.1), but for those at the end."""
    return _BLANKS.sub(" ", text).lstrip(" ")


def broken(text: str, setter: Setter, limit: int) -> Iterator[str]:
    """Yield the lines of text without a forced break in it. Blanks at its very end are painted, as WeasyPrint does.

    `limit`: the width of a line in Pango's units. Raise CannotStamp where it is in doubt what WeasyPrint does.
    """
    places = breaks(text, setter.language)
    begin, first = 0, 0
    while begin < len(text):
        if len(text) - begin < _FEW and setter.width(text[begin:]) < limit:
            yield text[begin:]
            return
        first = _last_that_fits(text, begin, places, first, setter, limit)
        end = places[first]
        if end == len(text):
            yield text[begin:]
            return
        yield text[begin:end].rstrip(" ")
        begin, first = end, first + 1


def _last_that_fits(text: str, begin: int, places: list[int], first: int, setter: Setter, limit: int) -> int:
    """Index of the last place, from index `first` on, that leaves the line no wider than the limit."""
    step, low = 8, first - 1  # places[low] fits
    high = first
    while high < len(places) and _fits(text, begin, places[high], setter, limit):
        low, high = high, high + step
    high = min(high, len(places))
    found = bisect_left(
        range(low + 1, high), True, key=lambda at: not _fits(text, begin, places[at], setter, limit)
    )
    last = low + found
    if last < first:
        raise CannotStamp("a word that is wider than a line")
    return last


def _fits(text: str, begin: int, end: int, setter: Setter, limit: int) -> bool:
    part = text[begin:end]
    width = setter.width(part.rstrip(" "))
    if width == limit:
        raise CannotStamp("a line that is just as wide as it may be")
    if end == len(text):
        if part[-1] in _WHITE and setter.width(part) >= limit > setter.width(part.rstrip(_WHITE)):
            raise CannotStamp("blanks at the end that have no room")
        return width < limit
    if part.endswith(" "):
        return width < limit
    # A break between two letters: Pango measures the line with the kern that is between them, then sets it without.
    word = part.rfind(" ") + 1
    rest = text.find(" ", end)
    whole = text[begin : rest if rest >= 0 else len(text)]
    kerned = setter.width(whole) - setter.width_from(whole[word:], len(part) - word)
    if (kerned < limit) != (width < limit):
        raise CannotStamp("a line whose width depends on the word after it")
    return width < limit
