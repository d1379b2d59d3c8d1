"""A print batch of ours: all letters that are ready, chosen by the desk's verb, made by the worker's."""

import os
import time
from typing import Any

import django

from benchmarks.aside import serve
from benchmarks.processor import cpu_seconds, peak_of_one

django.setup()

from config.celery import set_aside_what_stays  # noqa: E402 -- Django first
from letters import batching, choosing, making, print_files, printing  # noqa: E402 -- the same
from letters.models import PrintBatch  # noqa: E402 -- the same
from letters.models.print_states import BatchState  # noqa: E402 -- the same
from tests import people  # noqa: E402 -- the same
from tests.letters.printing_world import AT  # noqa: E402 -- the same

_spent = {"checkpoints": 0, "checkpoint_ms": 0.0}


def _timed(kept: Any) -> Any:
    """What it takes to have on the disk what was written so far."""

    def timed(out: Any) -> int:
        began = time.perf_counter()
        size = int(kept(out))
        _spent["checkpoint_ms"] += (time.perf_counter() - began) * 1000
        _spent["checkpoints"] += 1
        return size

    return timed


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    while making.make_some(now=people.NOW, most=500):
        pass
    while making.press_some(now=people.NOW, most=50):
        pass
    set_aside_what_stays()
    _spent.update(checkpoints=0, checkpoint_ms=0.0)
    began, cpu = time.perf_counter(), cpu_seconds(os.getpid())
    choice = choosing.Choice()
    batch = batching.make(
        choice=choice, looks=batching.Looks(duplex=False), expected=question["n"], by=people.dana(), now=AT
    )
    chosen = time.perf_counter()
    while printing.carry_on(clock=lambda: AT):
        pass
    seconds = time.perf_counter() - began
    spent = cpu_seconds(os.getpid()) - cpu
    batch = PrintBatch.objects.get(pk=batch.pk)
    assert batch.state == BatchState.MADE, f"{batch.state}: {batch.reason}"
    path = print_files.place(batch.files.get().name)
    return {
        "path": str(path),
        "seconds": seconds,
        "choosing_seconds": chosen - began,
        "cpu_ms": spent * 1000 / question["n"],
        "bytes_per_letter": path.stat().st_size / question["n"],
        "peak_rss_mb": peak_of_one(os.getpid()),
        **_spent,
    }


print_files.kept = _timed(print_files.kept)

if __name__ == "__main__":
    serve(answer_to)
