"""typst, the quickest general typesetter: one compiler kept, the same letter in the same fonts, tagged PDF/UA.

It remembers what it has set before, so it is given fresh letters; a print run is one document.
"""

import json
import os
from pathlib import Path
from typing import Any

import typst

from benchmarks.aside import serve
from benchmarks.processor import cpu_seconds, peak_mb

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "kit" / "fonts"
_compiler = typst.Compiler(
    str(HERE / "letter.typ"), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True
)


def _compiled(letters: list[dict[str, Any]]) -> bytes:
    return _compiler.compile(sys_inputs={"letters": json.dumps(letters)}, pdf_standards="ua-1")


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    letters = [
        {**letter, "digest": digest}
        for letter, digest in zip(question["letters"], question["digests"], strict=True)
    ]
    began = cpu_seconds(os.getpid())
    files = [_compiled(letters)] if question["merged"] else [_compiled([letter]) for letter in letters]
    spent = cpu_seconds(os.getpid()) - began
    return {
        "cpu_ms": spent * 1000,
        "files": [file.hex() for file in files],
        "peak_rss_mb": peak_mb(os.getpid()),
    }


if __name__ == "__main__":
    serve(answer_to)
