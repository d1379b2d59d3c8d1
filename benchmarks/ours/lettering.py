"""Our letters, from frozen text to bytes, in a process with settings and the stage's database, where shells are kept.

Asked in turn: "learn" (make the shells of some letters, and say what one costs), "single", "merged", "tiers".
Processor time is that of this process and of the press that it may have to start.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any, BinaryIO

import django

from benchmarks.aside import serve
from benchmarks.processor import cpu_seconds, forget_peak, peak_mb, peak_of_one

django.setup()

from django.db import close_old_connections  # noqa: E402 -- Django first

from config.celery import set_aside_what_stays  # noqa: E402 -- the same
from letters import paper, pressing, slots  # noqa: E402 -- the same
from letters.engine.binding import PrintFile  # noqa: E402 -- the same
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
        cpu, began = cpu_seconds(os.getpid()), time.perf_counter()
        yield
        self.seconds += time.perf_counter() - began
        self.cpu += cpu_seconds(os.getpid()) - cpu

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
    clock, size, made, before = Clock(), 0, [], Shell.objects.count()
    with clock.running():
        for letter in letters:
            one = paper.make(letter)
            size += len(one.pdf)
            made.append(one)
    return {
        **clock.said(),
        "bytes": size,
        "files": [made[0].pdf.hex(), made[-1].pdf.hex()],
        "tiers": dict(Counter(str(paper.kept(one)["tier"]) for one in made)),
        "new_shells": Shell.objects.count() - before,
    }


class PrintRun:
    """One file of many letters. What is measured begins where a print batch begins: with lines that are kept."""

    def __init__(self, path: Path) -> None:
        self.path, self.clock, self.making = path, Clock(), Clock()
        self.out: BinaryIO = path.open("w+b")
        self.file = PrintFile(self.out, title="Print run", language="en")

    def add(self, letters: Sequence[Frozen]) -> None:
        with self.making.running():
            made = [paper.make(letter) for letter in letters]
        # As they come out of the database; one that WeasyPrint has set is kept as it came from the press.
        rows = [
            (one.shell.shell, one.lines()) if isinstance(one, paper.StampedLetter) else one.pdf
            for one in made
        ]
        with self.clock.running():
            for row in rows:
                if isinstance(row, bytes):
                    self.file.pdf(row)
                else:
                    self.file.stamped(row[0], slots.with_digits(row[1]))

    def end(self) -> dict[str, Any]:
        with self.clock.running():
            self.file.close()
            self.out.flush()
        self.out.close()
        return {
            **self.clock.said(),
            "making_cpu_ms": self.making.cpu * 1000,
            "bytes": self.path.stat().st_size,
            "path": str(self.path),
        }


_run: PrintRun | None = None


def merged(letters: Sequence[Frozen], *, is_last: bool) -> dict[str, Any]:
    global _run
    _run = _run or PrintRun(Path(gettempdir()) / "ours.pdf")
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
        case "merged":
            return merged(question["letters"], is_last=question["is_last"])
    return single(question["letters"])


if __name__ == "__main__":
    serve(answer_to)
