"""Bind letters into one print file from shells and lines that are kept, with nothing but the engine: no Django, no WeasyPrint.

    python -m benchmarks.ours.bare_binding SHELLS ROWS FILE

SHELLS: a folder of shells by their keys. ROWS: a JSON line [key, lines] for each letter, or [null, PDF in hex]. Says in
JSON what it took: processor time without reading rows, and the memory of the whole process.
"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.processor import peak_mb
from letters.engine.binding import PrintFile
from letters.engine.kept_lines import with_digits
from letters.engine.shell import Shell

AT_A_TIME = 250


def main(folder: Path, rows_path: Path, target: Path) -> None:
    shells = {path.name: Shell.from_bytes(path.read_bytes()) for path in folder.iterdir()}
    cpu = seconds = 0.0
    with target.open("w+b") as out, rows_path.open(encoding="utf-8") as lines:
        file = PrintFile(out, title="Print run", language="en")
        while rows := [json.loads(line) for line in islice(lines, AT_A_TIME)]:
            cpu_began, began = time.process_time(), time.perf_counter()
            for key, kept in rows:
                if key is None:
                    file.pdf(bytes.fromhex(kept))
                else:
                    file.stamped(shells[key], with_digits(kept))
            cpu += time.process_time() - cpu_began
            seconds += time.perf_counter() - began
        cpu_began = time.process_time()
        file.close()
        cpu += time.process_time() - cpu_began
    print(
        json.dumps(
            {
                "cpu_ms": cpu * 1000,
                "seconds": seconds,
                "bytes": target.stat().st_size,
                "path": str(target),
                "peak_rss_mb": peak_mb(os.getpid()),
                "with_django": "django" in sys.modules,
            }
        )
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
