"""Stamp from a shell that is kept, with nothing but the engine: no Django, no database, no WeasyPrint.

    python -m benchmarks.ours.bare_stamping SHELL LINES        LINES: a JSON line for each letter

What anybody can do who is given a shell and lines. Says in JSON what it took, and what it has imported.
"""

import json
import os
import sys
import time
from pathlib import Path

from benchmarks.processor import peak_mb

_began = time.perf_counter()

from letters.engine.filing import form_of  # noqa: E402 -- its import is measured
from letters.engine.shell import Shell  # noqa: E402 -- the same
from letters.engine.stamping import stamp  # noqa: E402 -- the same

IMPORTED_MS = (time.perf_counter() - _began) * 1000


def main(shell_path: Path, lines_path: Path) -> None:
    shell = Shell.from_bytes(shell_path.read_bytes())
    size = letters = 0
    began = time.process_time()
    with lines_path.open(encoding="utf-8") as file:
        for line in file:
            size += len(form_of(shell).file(stamp(shell, json.loads(line))))
            letters += 1
    cpu = time.process_time() - began
    print(
        json.dumps(
            {
                "letters": letters,
                "bytes": size,
                "cpu_ms": cpu * 1000,
                "import_ms": IMPORTED_MS,
                "peak_rss_mb": peak_mb(os.getpid()),
                "with_django": "django" in sys.modules,
                "with_weasyprint": "weasyprint" in sys.modules,
            }
        )
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
