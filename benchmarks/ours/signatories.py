"""Our signatory list: laid into cells, stamped and written to a file as the names come."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.aside import serve
from benchmarks.processor import cpu_seconds, family, peak_mb

# The list needs of Django its templates alone; what a whole worker has in its memory before the first name is no part of it.
ROOT = Path(__file__).resolve().parents[2]
settings.configure(
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [ROOT / "templates"]},
    ]
)

import django  # noqa: E402 -- settings first

django.setup()

from letters.pressing import press  # noqa: E402 -- Django first
from letters.signatory_cells import entries, pages  # noqa: E402 -- the same
from letters.signatory_list import signatory_list  # noqa: E402 -- the same
from letters.signatory_sheets import Heading, lines  # noqa: E402 -- the same

HEADING = Heading("en", "The signatory list", "Release the baker of Exampletown", "Page {number}")


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    began = cpu_seconds(os.getpid())
    with Path(question["out"]).open("wb") as file, Path(question["names"]).open() as names:
        made = signatory_list(HEADING, file)
        made.put(pages(entries(map(json.loads, names), made.setting)))
        made.finish(press(lines(HEADING, [("The front part", False)])).pdf)
    mine, *press_and_others = family(os.getpid())
    whole = peak_mb(os.getpid())
    of_press = sum(peak_mb(each) for each in press_and_others)
    return {
        "cpu_ms": (cpu_seconds(mine) - began) * 1000,
        "peak_rss_mb": whole - of_press,
        "press_rss_mb": of_press,
        "pressed": made.pressed,
    }


if __name__ == "__main__":
    serve(answer_to)
