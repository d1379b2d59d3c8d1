"""Charts drawn on the server as SVG: no script, no style sheet, the same bytes for the same numbers.

A chart is a picture of a table that stands beside it: its title names it, and the table has its numbers (WCAG 2.2, 1.1.1;
the title becomes the alternate text of a figure in PDF/UA, ISO 14289-1, 7.3).
"""

import math
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit.fonts import SMALL
from kit.glyphs import width

WIDE = 440  # units of all drawings; a page scales them: 10 pixels for a text on a phone, 13 on a desk
BAR = "#b0492f"  # more than 3:1 on white and on the dark page (WCAG 2.2, 1.4.11)
FAMILY = "Letter Sans, system-ui, sans-serif"
SIZE = 12
MOST_COLUMNS = 53
MOST_BARS = 20
_HIGH, _LEFT, _FOOT, _HEAD = (
    180,
    44,
    22,
    10,
)  # of columns: height, room for numbers, for days, for the topmost number
_ROW, _NAMES = 24, 150  # of bars: height of one, room for names

Column = tuple[str, int]  # what stands under or beside it, and how many


def columns(points: Sequence[Column], *, title: str) -> SafeString:
    """Upright columns in the order of time. More than MOST_COLUMNS are joined, so many at a time."""
    joined = _joined(points)
    top = scale(max((many for _name, many in joined), default=0))
    each = (WIDE - _LEFT) / max(len(joined), 1)
    bottom = _HIGH - _FOOT
    high = bottom - _HEAD
    lines = format_html_join(
        "",
        '<path d="M{} {}H{}" stroke="currentColor" stroke-opacity=".25"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                _LEFT,
                _at(bottom - high * part),
                WIDE,
                _LEFT - 6,
                _at(bottom - high * part + 4),
                round(top * part),
            )
            for part in (0, 0.5, 1)
        ),
    )
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        (
            (_at(_LEFT + number * each + each * 0.1), _at(bottom - high * many / top), _at(min(each * 0.8, 60)),
             _at(high * many / top), BAR)
            for number, (_name, many) in enumerate(joined)
            if many
        ),
    )  # fmt: skip
    labels = format_html_join(
        "",
        '<text x="{}" text-anchor="{}" y="{}">{}</text>',
        (
            (*_under(joined[number][0], _LEFT + number * each + each * 0.1), _HIGH - 5, joined[number][0])
            for number in _labelled(len(joined))
        ),
    )
    return _svg(_HIGH, title, format_html("{}{}{}", lines, drawn, labels))


def bars(points: Sequence[Column], *, title: str) -> SafeString:
    """Lying bars with name and number, the largest MOST_BARS: the table has them all."""
    few = points[:MOST_BARS]
    top = max((many for _name, many in few), default=0) or 1
    most = WIDE - _NAMES - 50
    rows = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end" font-size="{}">{}</text><rect x="{}" y="{}" width="{}" height="16" fill="{}"/>'
        '<text x="{}" y="{}">{}</text>',
        (
            (_NAMES - 8, number * _ROW + 16, _fitting(name), name, _NAMES, number * _ROW + 4,
             _at(max(most * many / top, 1)), BAR, _at(_NAMES + most * many / top + 6), number * _ROW + 16, many)
            for number, (name, many) in enumerate(few)
        ),
    )  # fmt: skip
    return _svg(max(len(few), 1) * _ROW, title, rows)


def scale(largest: int) -> int:
    """The number at the top of the scale: the next of 2, 4, 10, 20, 40, 100 …, whose half is whole."""
    if largest <= 2:
        return 2
    ten = 10 ** math.floor(math.log10(largest))
    return next(step * ten for step in (1, 2, 4, 6, 8, 10) if step * ten >= largest and step * ten % 2 == 0)


def _joined(points: Sequence[Column]) -> list[Column]:
    size = max(math.ceil(len(points) / MOST_COLUMNS), 1)
    groups = [points[start : start + size] for start in range(0, len(points), size)]
    return [(group[0][0], sum(many for _name, many in group)) for group in groups]


def _labelled(count: int) -> list[int]:
    """Which columns have their day under them: some six, so that they do not run into each other."""
    return list(range(0, count, max(math.ceil(count / 6), 1)))


def _under(day: str, left: float) -> tuple[str, str]:
    """Where a label begins, or where it ends if it would run out of the picture."""
    return (str(WIDE), "end") if left + _wide(day) * SIZE > WIDE else (_at(left), "start")


def _fitting(name: str) -> float:
    return round(min(SIZE, (_NAMES - 10) / max(_wide(name), 1)), 2)


def _wide(text: str) -> float:
    """In em, and a fourth more: a page sets it in whatever face the system has."""
    return width(text, SMALL) * 1.25


def _at(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _svg(high: int, title: str, inside: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}" font-size="{}" '
        'fill="currentColor" role="img"><title>{}</title>{}</svg>',
        *(WIDE, high, WIDE, high, FAMILY, SIZE, title, inside),
    )
