"""Write a layout's numbers as CSS: where the boxes stand. How the text looks is templates/letters/letter.css."""

from collections.abc import Mapping
from pathlib import Path

from kit.fonts import TEXT, font_face_css
from kit.glyphs import width
from letters.fitting import MM_PER_POINT, Fitted
from letters.layouts import Box, Layout

LOOKS = Path(__file__).resolve().parents[2] / "templates" / "letters" / "letter.css"
TEXT_SIZE = 11  # points, beside which the signer's name was measured
FOLD_MARK = 4  # mm from the left edge
QUIET = 4  # modules around a QR code (ISO/IEC 18004, 9.1); a glyph is two


def stylesheet(page: Layout, blocks: Mapping[str, Fitted]) -> str:
    code = blocks["code"]
    code_mm = code.size * MM_PER_POINT * len(code.lines)
    quiet_mm = code.size * MM_PER_POINT * QUIET / 2
    across = page.width - page.left - page.right
    return "\n".join(
        [
            font_face_css(),
            f":root {{ --number: {width('1. ', TEXT):.4f}em }}",
            f"@page {{ size: {page.width:g}mm {page.height:g}mm;"
            f" margin: {page.next_top}mm {page.right}mm {page.bottom}mm {page.left}mm }}",
            f"@page :first {{ margin-top: {page.text_top:g}mm; @bottom-right {{ width: {code_mm:.3f}mm;"
            f" padding-top: {page.bottom - page.footer - code_mm:.3f}mm }} }}",
            _hanging(".address", page, page.address),
            (_standing if page.sender_is == "line" else _hanging)(".sender", page, page.sender)
            + f" .sender {{ text-align: {page.sender_align} }}",
            _standing(".details", page, page.details) + f" .details {{ text-align: {page.details_align} }}",
            *(
                f".{name} {{ font-size: {blocks[name].size:g}pt }}"
                for name in ("address", "sender", "place", "code")
            ),
            *(f".{name} {{ font-size: {blocks[name].size / TEXT_SIZE:.4f}em }}" for name in ("name", "home")),
            f".footer {{ bottom: {page.footer - page.bottom:.3f}mm; width: {across - code_mm - quiet_mm:.3f}mm }}",
            *(
                f".fold-{number} {{ top: {mark - page.text_top:.3f}mm; left: {FOLD_MARK - page.left:.3f}mm }}"
                for number, mark in enumerate(page.fold_marks, start=1)
            ),
            LOOKS.read_text(encoding="utf-8"),
        ]
    )


# Absolute boxes count from the text area of the page, so the margins are taken off.
def _hanging(selector: str, page: Layout, box: Box) -> str:
    return (
        f"{selector} {{ position: absolute; left: {box.left - page.left:.3f}mm; top: {box.top - page.text_top:.3f}mm;"
        f" width: {box.width:.3f}mm }}"
    )


def _standing(selector: str, page: Layout, box: Box) -> str:
    foot = page.height - page.bottom - box.bottom
    return (
        f"{selector} {{ position: absolute; left: {box.left - page.left:.3f}mm; bottom: {foot:.3f}mm;"
        f" width: {box.width:.3f}mm }}"
    )
