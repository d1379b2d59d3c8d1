"""The plain way with WeasyPrint: one table with a row for each name, HTML(string=…).write_pdf()."""

import html
import json
import os
from pathlib import Path
from typing import Any

from weasyprint import HTML

from benchmarks.aside import serve
from benchmarks.processor import cpu_seconds, peak_mb
from kit.fonts import font_face_css

LOOKS = """
@page { size: A4; margin: 29mm 15mm 17mm 20mm; @bottom-left { content: counter(page) } }
html { font-family: var(--text); font-size: 9pt; line-height: 4.95mm }
td:first-child { font-family: var(--small); font-size: 7pt; text-align: right; width: 13.5mm }
"""


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    began = cpu_seconds(os.getpid())
    rows = "".join(
        f"<tr><td>{number}</td><td>{html.escape(name)}, {html.escape(town)}</td></tr>"
        for number, name, town in map(json.loads, Path(question["names"]).read_text().splitlines())
    )
    page = f'<html lang="en"><title>The signatory list</title><style>{font_face_css()}{LOOKS}</style><table>{rows}</table>'
    Path(question["out"]).write_bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
    return {
        "cpu_ms": (cpu_seconds(os.getpid()) - began) * 1000,
        "peak_rss_mb": peak_mb(os.getpid()),
        "press_rss_mb": 0.0,
        "pressed": rows.count("<tr>"),
    }


if __name__ == "__main__":
    serve(answer_to)
