"""Our letters: rendered in the press that the house keeps, one file each; for a print run joined into one."""

import os
from typing import Any

import django

from benchmarks.aside import serve
from benchmarks.binding import bind
from benchmarks.processor import cpu_seconds, peak_mb

django.setup()

from letters.rendering import render  # noqa: E402 -- Django first


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    began = cpu_seconds(os.getpid())
    files = [render(letter).pdf for letter in question["letters"]]
    if question["merged"]:
        # The house makes no print file yet, so one is bound from single files, as an office would.
        files = [bind(files)]
    spent = cpu_seconds(os.getpid()) - began
    return {
        "cpu_ms": spent * 1000,
        "files": [file.hex() for file in files],
        "peak_rss_mb": peak_mb(os.getpid()),
    }


if __name__ == "__main__":
    serve(answer_to)
