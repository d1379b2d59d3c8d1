"""Write a layout's numbers as CSS: where the boxes stand. How the text looks is templates/letters/letter.css."""

from pathlib import Path

from kit.fonts import TEXT, font_face_css
from kit.glyphs import width
from letters.fitting import Fitted
from letters.layouts import Box, Layout

LOOKS = Path(__file__).resolve().parents[2] / "templates" / "letters" / "letter.css"


def stylesheet(page: Layout, address: Fitted, sender: Fitted) -> str:
    return "\n".join(
        [
            font_face_css(),
            f":root {{ --number: {width('1. ', TEXT):.4f}em }}",
            f"@page {{ size: {page.width}mm {page.height}mm;"
            f" margin: {page.next_top}mm {page.right}mm {page.bottom}mm {page.left}mm }}",
            f"@page :first {{ margin-top: {page.text_top}mm }}",
            _hanging(".address", page, page.address) + f" .address {{ font-size: {address.size}pt }}",
            _standing(".sender", page, page.sender)
            + f" .sender {{ font-size: {sender.size}pt; text-align: {page.sender_align} }}",
            _standing(".details", page, page.details),
            *(
                f".fold-{number} {{ top: {mark - page.text_top:.3f}mm; left: {4 - page.left}mm }}"
                for number, mark in enumerate(page.fold_marks, start=1)
            ),
            LOOKS.read_text(encoding="utf-8"),
        ]
    )


# Absolute boxes count from the text area of the page, so the margins are taken off.
def _hanging(selector: str, page: Layout, box: Box) -> str:
    return (
        f"{selector} {{ position: absolute; left: {box.left - page.left:.3f}mm; top: {box.top - page.text_top:.3f}mm;"
        f" width: {box.width}mm }}"
    )


def _standing(selector: str, page: Layout, box: Box) -> str:
    foot = page.height - page.bottom - box.bottom
    return f"{selector} {{ position: absolute; left: {box.left - page.left:.3f}mm; bottom: {foot:.3f}mm; width: {box.width}mm }}"
