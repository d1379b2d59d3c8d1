"""Which letters a shell's fonts hold: whole blocks of them, never just those that somebody's name needs.

A subset of the letters seen in one batch would tell who else is in it. A choice of blocks is a number, one bit for each.
"""

from functools import cache

from kit.fonts import SMALL, SUBJECT, TEXT
from kit.glyphs import drawn_by
from letters.engine.shaping import settable

# Ligatures stand as words, because they are glyphs of their own.
_LIGATURES = "fi fl ff ffi ffl fj ffj"


def _letters(*spans: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in spans for code in range(first, last + 1))


_BLOCKS = (
    _letters((0x20, 0x7E), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF)) + "\u00a0\u202f§«»·–—‘’‚“”„…№",
    _letters((0x100, 0x17F), (0x218, 0x21B)),
    _letters((0x410, 0x44F)) + "ЁёЄєІіЇїҐґЎўӘәҒғҚқҢңӨөҰұҮүҺһ",
    _letters((0x384, 0x3CE)),
    _letters((0x180, 0x217), (0x21C, 0x24F), (0x1E00, 0x1EFF)) + "ªº°²³½¼¾¡¿",
    _letters((0x400, 0x40F), (0x450, 0x481), (0x48A, 0x52F), (0x370, 0x377), (0x3CF, 0x3FF)),
)
ALL = (1 << len(_BLOCKS)) - 1
_BIT = {letter: 1 << at for at in reversed(range(len(_BLOCKS))) for letter in _BLOCKS[at]}
CODES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -·/.:"  # what references and codes are written with


def blocks_of(text: str) -> int:
    """Return the blocks that have all letters of `text`, the first always; 0 where there are none."""
    found = 1
    for letter in set(text):
        bit = _BIT.get(letter)
        if bit is None:
            return 0
        found |= bit
    return found


@cache
def alphabet(blocks: int) -> str:
    """All that a font of these blocks is to hold, as far as the first families of letters can draw it."""
    letters = "".join(block for at, block in enumerate(_BLOCKS) if blocks >> at & 1)
    for family, *_fallback in (TEXT, SMALL, SUBJECT):
        letters = drawn_by(letters, family)
    return f"{''.join(filter(settable, letters))} {_LIGATURES} "
