"""Make the files of letters again from shells and lines that are kept, with nothing but the engine: no Django, no WeasyPrint.

    python -m benchmarks.ours.bare_stamping SHELLS ROWS

SHELLS and ROWS as in bare_binding.py. What anybody can do who is given shells and lines, and what the house does when somebody
asks for a letter. Says in JSON what it took: processor time without reading rows, the memory of the whole process, the
first and the last file, and what it has imported.
"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.processor import peak_mb

_began = time.perf_counter()

from letters.engine.filing import form_of  # noqa: E402 -- its import is measured
from letters.engine.kept_lines import with_digits  # noqa: E402 -- the same
from letters.engine.shell import Shell  # noqa: E402 -- the same
from letters.engine.stamping import stamp  # noqa: E402 -- the same

IMPORTED_MS = (time.perf_counter() - _began) * 1000
AT_A_TIME = 250


def main(folder: Path, rows_path: Path) -> None:
    shells = {path.name: Shell.from_bytes(path.read_bytes()) for path in folder.iterdir()}
    _learn(shells, rows_path)
    cpu = seconds = 0.0
    size = letters = 0
    first = last = b""
    with rows_path.open(encoding="utf-8") as lines:
        while rows := [json.loads(line) for line in islice(lines, AT_A_TIME)]:
            cpu_began, began = time.process_time(), time.perf_counter()
            for key, kept in rows:
                if key is None:
                    last = bytes.fromhex(kept)
                else:
                    shell = shells[key]
                    last = form_of(shell).file(stamp(shell, with_digits(kept)))
                size += len(last)
                first = first or last
            cpu += time.process_time() - cpu_began
            seconds += time.perf_counter() - began
            letters += len(rows)
    print(
        json.dumps(
            {
                "letters": letters,
                "bytes": size,
                "cpu_ms": cpu * 1000,
                "seconds": seconds,
                "import_ms": IMPORTED_MS,
                "peak_rss_mb": peak_mb(os.getpid()),
                "files": [first.hex(), last.hex()],
                "with_django": "django" in sys.modules,
                "with_weasyprint": "weasyprint" in sys.modules,
            }
        )
    )


def _learn(shells: dict[str, Shell], rows_path: Path) -> None:
    """One letter of each shell, not measured: what a process does once is not what a letter costs."""
    seen: set[str] = set()
    with rows_path.open(encoding="utf-8") as lines:
        for key, kept in map(json.loads, lines):
            if key is not None and key not in seen:
                seen.add(key)
                form_of(shells[key]).file(stamp(shells[key], with_digits(kept)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
