"""What the peers have in common that print one finished page after the other, and how they are asked.

    serve(on_its_own, bound=…)

They are handed finished pages, so that template, digest, QR code and checks, which ours pays for, are free here. A print run
is what `bound` makes of many pages; without it, single files joined by pypdf.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from benchmarks import aside
from benchmarks.binding import bind
from benchmarks.processor import cpu_seconds, peak_mb

One = Callable[[str], bytes]
Many = Callable[[Sequence[str]], bytes]


def serve(one: One, bound: Many | None = None, *, of: str = "pages") -> None:
    """`of`: which of the question's lists is one for each letter."""

    def answer_to(question: dict[str, Any]) -> dict[str, Any]:
        began = cpu_seconds(os.getpid())
        if question["do"] == "merged" and bound:
            files = [bound(question[of])]
        else:
            files = [one(page) for page in question[of]]
            if question["do"] == "merged":
                files = [bind(files)]
        spent = cpu_seconds(os.getpid()) - began
        return {
            "cpu_ms": spent * 1000,
            "bytes": sum(map(len, files)),
            "peak_rss_mb": peak_mb(os.getpid()),
            **(
                _kept(files[0])
                if question["do"] == "merged"
                else {"files": [files[0].hex(), files[-1].hex()]}
            ),
        }

    aside.serve(answer_to)


def _kept(file: bytes) -> dict[str, str]:
    path = Path(gettempdir()) / f"merged-{os.getpid()}.pdf"
    path.write_bytes(file)
    return {"path": str(path)}
