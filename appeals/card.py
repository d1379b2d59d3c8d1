"""The picture that shows beside a shared link: 1200 × 630, drawn by us, with the appeal's title, state and count.

No name of a signer, no photograph. The same appeal gives the same bytes, so that the address of the
picture can hold a digest of what is on it and the picture be kept for ever.
"""

import hashlib
import io
import json
import unicodedata
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageDraw, ImageFont

from appeals import showing
from appeals.models import Appeal, AppealText
from kit.fonts import FACES, FOLDER
from kit.glyphs import missing
from kit.languages import direction

VERSION = 1  # another look is another picture: count up
SIZE = (1200, 630)
MARGIN = 84
PAGE, INK, SOFT, ACT = "#fbfaf6", "#20242b", "#5a606b", "#8f2d1c"
TITLE_SIZES = (76, 68, 60, 52, 46, 40)  # pixels, best first
TITLE_HIGH = 330
LEADING = 1.25
LONGEST_WORD = 36  # letters that fit in a line at the smallest size
TITLE, SMALL = ("Letter Serif Bold", "Letter Naskh"), ("Letter Sans", "Letter Naskh")


@dataclass(frozen=True)
class Card:
    """Everything that is on the picture, and nothing else."""

    title: str
    kicker: str
    note: str
    direction: str  # ltr or rtl: that of the title's language

    @property
    def digest(self) -> str:
        flat = json.dumps([VERSION, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(flat.encode()).hexdigest()[:16]

    @property
    def alt(self) -> str:
        return ". ".join(filter(None, [self.kicker, self.title.rstrip("."), self.note]))


def card(appeal: Appeal, text: AppealText) -> Card | None:
    """What is on the card, in the active language. None where our fonts cannot draw the title."""
    made = Card(
        title=" ".join(text.title.split()),
        kicker=_state(appeal),
        note=_counted(appeal),
        direction=direction(text.language),
    )
    lost = missing(made.title, TITLE) or missing(made.kicker + made.note, SMALL)
    return None if lost else made


def draw(card: Card) -> bytes:
    """Return a PNG."""
    image = Image.new("RGB", SIZE, PAGE)
    canvas = ImageDraw.Draw(image)
    is_rtl = card.direction == "rtl"
    canvas.rectangle((0, 0, SIZE[0], 18), fill=ACT)
    _line(canvas, card.kicker, SMALL, 34, top=78, colour=ACT, is_rtl=is_rtl)
    size, lines = _fitted(card.title)
    top = 140
    for line in lines:
        _line(canvas, line, TITLE, size, top=top, colour=INK, is_rtl=is_rtl)
        top += round(size * LEADING)
    canvas.rectangle((MARGIN, 516, SIZE[0] - MARGIN, 518), fill="#e2ded4")
    _line(canvas, card.note, SMALL, 34, top=536, colour=SOFT, is_rtl=is_rtl)
    _line(canvas, "Outcry", TITLE, 34, top=536, colour=INK, is_rtl=not is_rtl)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _state(appeal: Appeal) -> str:
    return {
        Appeal.State.OPEN: _("Open appeal"),
        Appeal.State.WON: _("Won"),
        Appeal.State.CLOSED: _("Closed appeal"),
    }.get(Appeal.State(appeal.state), _("Appeal of the past"))


def _counted(appeal: Appeal) -> str:
    """In steps, so that not every signature makes another picture: 7 → 7, 1234 → 1,200."""
    count = showing.count(appeal)
    if count is None:
        return ""
    step = 10 ** max(0, len(str(count)) - 2)
    told = count // step * step
    number = number_format(told, force_grouping=True)
    if told < count:
        return ngettext(
            "More than %(number)s person has signed", "More than %(number)s people have signed", told
        ) % {"number": number}
    return ngettext("%(number)s person has signed", "%(number)s people have signed", told) % {
        "number": number
    }


@lru_cache(maxsize=32)
def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / FACES[family]), size, layout_engine=ImageFont.Layout.RAQM)


def _runs(text: str, families: tuple[str, ...], is_rtl: bool) -> list[tuple[str, str]]:
    """(family, piece): letters in the first family that has them; what stands between two families goes with the line.

    The rules N1 and N2 of the Unicode bidirectional algorithm, for one level: Pillow orders only within one font.
    """
    base = families[-1] if is_rtl else families[0]
    owners: list[str] = []
    for character in text:
        if character.isalpha():
            owners.append(next((one for one in families if not missing(character, (one,))), families[0]))
        else:  # marks and joiners belong to the letter before them, all else is decided below
            owners.append(owners[-1] if owners and unicodedata.category(character)[0] in "MC" else "")
    runs: list[tuple[str, str]] = []
    for at, character in enumerate(text):
        family = owners[at]
        if not family:
            before = next((one for one in reversed(owners[:at]) if one), base)
            after = next((one for one in owners[at:] if one), base)
            wanted = before if before == after else base
            family = next(one for one in (wanted, *families) if not missing(character, (one,)))
        if runs and runs[-1][0] == family:
            runs[-1] = (family, runs[-1][1] + character)
        else:
            runs.append((family, character))
    return runs


def _width(text: str, families: tuple[str, ...], size: int) -> float:
    return sum(_font(family, size).getlength(piece) for family, piece in _runs(text, families, False))


def _line(
    canvas: ImageDraw.ImageDraw,
    text: str,
    families: tuple[str, ...],
    size: int,
    *,
    top: int,
    colour: str,
    is_rtl: bool,
) -> None:
    """Begin at the left margin, or end at the right one. Pieces follow in the line's direction, letters in their own."""
    base = top + round(size * 1.05)
    x = SIZE[0] - MARGIN - _width(text, families, size) if is_rtl else float(MARGIN)
    runs = _runs(text, families, is_rtl)
    for family, piece in reversed(runs) if is_rtl else runs:
        way = "rtl" if family == "Letter Naskh" else "ltr"
        canvas.text((x, base), piece, font=_font(family, size), fill=colour, anchor="ls", direction=way)
        x += _font(family, size).getlength(piece, direction=way)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The first size at which the title fits; at the smallest one it ends with an ellipsis."""
    for size in TITLE_SIZES:
        lines = _broken(title, size)
        most = int(TITLE_HIGH // (size * LEADING))
        if len(lines) <= most and all(_width(line, TITLE, size) <= SIZE[0] - 2 * MARGIN for line in lines):
            return size, lines
    lines = lines[:most]
    lines[-1] = lines[-1].rstrip(" .,:;") + "…"
    return size, lines


def _broken(title: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        if _width(word, TITLE, size) > SIZE[0] - 2 * MARGIN and size == TITLE_SIZES[-1]:
            word = word[: LONGEST_WORD - 1] + "…"
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, TITLE, size) <= SIZE[0] - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
