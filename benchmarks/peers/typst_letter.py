"""typst, the quickest general typesetter: one compiler kept, the same letter in the same fonts, tagged PDF/UA.

It remembers what it has set before, so it is given fresh letters; a print run is one document.
"""

from collections.abc import Sequence
from pathlib import Path

import typst

from benchmarks.peers import pages

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "kit" / "fonts"
_compiler = typst.Compiler(
    str(HERE / "letter.typ"), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True
)


def together(letters: Sequence[str]) -> bytes:
    """`letters` are JSON, with the words that the house adds (benchmarks/letters.py) in each."""
    return _compiler.compile(sys_inputs={"letters": f"[{','.join(letters)}]"}, pdf_standards="ua-1")


if __name__ == "__main__":
    pages.serve(lambda letter: together([letter]), together, of="drawn")
