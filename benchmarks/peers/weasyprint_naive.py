"""The plain way with WeasyPrint: HTML(string=…).write_pdf() for every letter, nothing kept between letters.

It is handed the finished page, so template and checks, which ours pays for, are free here.
"""

import os
from typing import Any

from weasyprint import HTML

from benchmarks.aside import serve
from benchmarks.binding import bind
from benchmarks.processor import cpu_seconds, peak_mb


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    began = cpu_seconds(os.getpid())
    files = [HTML(string=page).write_pdf(pdf_variant="pdf/ua-1") for page in question["pages"]]
    if question["merged"]:
        files = [bind(files)]
    spent = cpu_seconds(os.getpid()) - began
    return {
        "cpu_ms": spent * 1000,
        "files": [file.hex() for file in files],
        "peak_rss_mb": peak_mb(os.getpid()),
    }


if __name__ == "__main__":
    serve(answer_to)
