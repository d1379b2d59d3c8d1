"""Our letters, from frozen text to bytes, in a process with settings and the stage's database, where shells are kept.

Asked in turn: "learn" (make the shells of some letters, and say what one costs), "single", "again", "merged".
Processor time is that of this process and of the press that it may have to start.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import django

from benchmarks.aside import serve
from benchmarks.processor import forget_peak, of_others, peak_mb, peak_of_one

django.setup()

from django.db import close_old_connections  # noqa: E402 -- Django first

from config.celery import set_aside_what_stays  # noqa: E402 -- the same
from letters import paper, pressing  # noqa: E402 -- the same
from letters.models import Shell  # noqa: E402 -- the same
from letters.rendering import render  # noqa: E402 -- the same

Frozen = Mapping[str, Any]
WARM = 3  # renders; the first of a process pays for imports


class Clock:
    """Adds up processor time, of this process and its family, and seconds. The press's memory is told apart, by `learn`."""

    def __init__(self) -> None:
        self.cpu = self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        # Looking through all processes of the machine takes longer than ten letters: it is kept out of both clocks.
        others = of_others(os.getpid())
        cpu, began = time.process_time(), time.perf_counter()
        yield
        self.seconds += time.perf_counter() - began
        self.cpu += time.process_time() - cpu
        self.cpu += of_others(os.getpid()) - others

    def said(self) -> dict[str, float]:
        return {"cpu_ms": self.cpu * 1000, "seconds": self.seconds, "peak_rss_mb": peak_of_one(os.getpid())}


def learn(letters: Sequence[Frozen]) -> dict[str, Any]:
    """What compiling costs beside a warm render of the same letter, then all shells that these letters need.

    The second shell is measured, in a press that has made one: a press lives for hundreds of pages.
    """
    first = letters[0]
    paper.make({**first, "subject": "Another subject"})
    for _ in range(WARM):
        render(first)
    warm, compiling = Clock(), Clock()
    with warm.running():
        render(first)
    before = Shell.objects.count()
    with compiling.running():
        paper.make(first)
    made_one = Shell.objects.count() - before
    for letter in letters:
        paper.make(letter)
    set_aside_what_stays()  # as the house's workers do
    forget_peak()
    press = pressing._press
    press_mb = peak_mb(press[1].process.pid) if press else 0.0
    return {
        "press_peak_rss_mb": press_mb,
        "compile_ms": compiling.cpu * 1000,
        "compile_renders": compiling.cpu / warm.cpu if made_one else 0.0,
        "shells": Shell.objects.count(),
    }


def single(letters: Sequence[Frozen]) -> dict[str, Any]:
    clock, size, before = Clock(), 0, Shell.objects.count()
    tiers: Counter[str] = Counter()
    ends: list[bytes] = []
    with clock.running():
        for number, letter in enumerate(letters):
            one = paper.make(letter)
            pdf = one.pdf
            size += len(pdf)
            tiers[str(getattr(one, "tier", paper.Tier.PRESS))] += 1
            if number in {0, len(letters) - 1}:
                ends.append(pdf)
    return {
        **clock.said(),
        "bytes": size,
        "files": [ends[0].hex(), ends[-1].hex()],
        "tiers": dict(tiers),
        "new_shells": Shell.objects.count() - before,
    }


class KeptRun:
    """Many letters from lines that are kept: where a print batch begins, and whoever asks for a letter once more.

    Files are made by a process of its own (`module`) that has the engine and nothing else, as memory is told of that alone.
    """

    def __init__(self, folder: Path, module: str, *more: str) -> None:
        self.shells, self.rows = folder / "shells", folder / "rows"
        self.command = [sys.executable, "-m", module, self.shells, self.rows, *(folder / one for one in more)]
        shutil.rmtree(folder, ignore_errors=True)
        self.shells.mkdir(parents=True)
        self.making = Clock()
        self.out = self.rows.open("w", encoding="utf-8")

    def add(self, letters: Sequence[Frozen]) -> None:
        with self.making.running():
            made = [paper.make(letter) for letter in letters]
        for one in made:
            row: list[Any] = [None, one.pdf.hex()]
            if isinstance(one, paper.StampedLetter):
                row = [one.shell.key, dict(one.lines())]
                kept = self.shells / one.shell.key
                if not kept.exists():
                    kept.write_bytes(bytes(one.shell.row.content))
            self.out.write(json.dumps(row, ensure_ascii=False) + "\n")

    def end(self) -> dict[str, Any]:
        self.out.close()
        done = subprocess.run(self.command, check=True, capture_output=True, text=True)
        return {**json.loads(done.stdout), "making_cpu_ms": self.making.cpu * 1000}


RUNS = {
    "merged": ("benchmarks.ours.bare_binding", "ours.pdf"),
    "again": ("benchmarks.ours.bare_stamping",),
}
_run: KeptRun | None = None


def kept(do: str, letters: Sequence[Frozen], *, is_last: bool) -> dict[str, Any]:
    global _run
    _run = _run or KeptRun(Path(gettempdir()) / do, *RUNS[do])
    _run.add(letters)
    if not is_last:
        return {}
    answer, _run = _run.end(), None
    return answer


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    close_old_connections()
    match question["do"]:
        case "learn":
            return learn(question["letters"])
        case "merged" | "again" as do:
            return kept(do, question["letters"], is_last=question["is_last"])
    return single(question["letters"])


if __name__ == "__main__":
    serve(answer_to)
