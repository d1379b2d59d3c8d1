"""Which letters a shell's fonts hold: whole blocks of them, never just those that somebody's name needs.

A subset of the letters seen in one batch would tell who else is in it. A choice of blocks is a number, one bit for each.
"""

import re
from functools import cache

from kit.fonts import SMALL, SUBJECT, TEXT
from kit.glyphs import drawn_by
from letters.engine.shaping import settable

# Ligatures stand as words, because they are glyphs of their own.
_LIGATURES = "fi fl ff ffi ffl fj ffj"


def _letters(*spans: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in spans for code in range(first, last + 1))


_CENTRAL_EUROPE = "ĄąĆćČčĎďĐđĘęĚěĹĺĽľŁłŃńŇňŐőŔŕŘřŚśŠšŤťŮůŰűŹźŻżŽž"
_TURKEY_ROMANIA = "ĂăĞğİıŞşŢţȘșȚț"
_VIETNAM = _letters((0x1EA0, 0x1EF9)) + "ĂăĐđĨĩŨũƠơƯư"
_BLOCKS = (
    _letters((0x20, 0x7E)) + "\u00a0\u202f§«»·–—‘’‚“”„…№",
    _letters((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF)) + "Œœ",
    _CENTRAL_EUROPE,
    _TURKEY_ROMANIA,
    _letters((0x410, 0x44F)) + "ЁёЄєІіЇїҐґЎўӘәҒғҚқҢңӨөҰұҮүҺһ",
    _letters((0x384, 0x3CE)),
    _VIETNAM,
    _letters((0x100, 0x24F), (0x1E00, 0x1EFF)) + "ªº°²³½¼¾¡¿",
    _letters((0x370, 0x3FF), (0x400, 0x481), (0x48A, 0x52F)),
)
ALL = (1 << len(_BLOCKS)) - 1
# Latin blocks are cumulative: a shell that holds one holds those before it. Names of many countries so share few shells,
# each of which would cost a compilation, and a font says less about whom it is for.
_LATIN = 0b1111
_BRINGS = {1: _LATIN, 2: _LATIN, 3: _LATIN, 6: _LATIN | 1 << 6, 7: _LATIN | 1 << 6 | 1 << 7}
# A letter that is in several blocks counts for the first.
_BITS = {letter: _BRINGS.get(at, 1 << at) for at in reversed(range(len(_BLOCKS))) for letter in _BLOCKS[at]}
_ASCII = re.compile("[ -~]+")  # they are in the first block
CODES = "0123456789ABCDEFGHJKMNOPQRSTVWXYZ -·/.:"  # what references and codes are written with


def blocks_of(text: str) -> int:
    """Return the blocks that have all letters of `text`, the first always; 0 where there are none."""
    found = 1
    try:
        for bits in map(_BITS.__getitem__, set(_ASCII.sub("", text))):
            found |= bits
    except KeyError:
        return 0
    return found


@cache
def alphabet(blocks: int) -> str:
    """All that a font of these blocks is to hold, as far as the first families of letters can draw it."""
    chosen = "".join(block for at, block in enumerate(_BLOCKS) if blocks >> at & 1)
    letters = "".join(dict.fromkeys(chosen))
    for family, *_fallback in (TEXT, SMALL, SUBJECT):
        letters = drawn_by(letters, family)
    return f"{''.join(filter(settable, letters))} {_LIGATURES} "
