"""Start the Celery worker of the benchmarks, and count the statements of a block."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.processor import family
from benchmarks.stage import ROOT, Stage
from demo.children import on_a_leash

START_SECONDS = 120  # on a machine that has other things to do


@contextmanager
def celery_worker(here: Stage, *, processes: int) -> Iterator[int]:
    """Yield the process id of a worker that answers; its children are its family (benchmarks/processor.py)."""
    from benchmarks.worker import QUEUE, app

    command = [
        sys.executable, "-m", "celery", "-A", "benchmarks.worker", "worker", "--queues", QUEUE, "--pool", "prefork",
        "--concurrency", str(processes), "--loglevel", "WARNING", "--without-mingle", "--without-gossip",
        # Celery's own default, which the house sets lower: it is the better one for a task per mail.
        "--prefetch-multiplier", "4",
    ]  # fmt: skip
    log = here.log("worker")
    with log.open("w") as errors:
        # It ends with us, however we end; Ctrl-C in the terminal is for us alone.
        process = subprocess.Popen(
            on_a_leash(command),
            cwd=ROOT, stdin=subprocess.PIPE, stdout=errors, stderr=errors, start_new_session=True,
        )  # fmt: skip
    try:
        ends = time.monotonic() + START_SECONDS
        while not app.control.ping(timeout=0.5):
            if process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("the Celery worker did not start:\n" + log.read_text()[-2000:])
        yield family(process.pid)[1]  # not the leash, which costs nothing of what is measured
    finally:
        process.stdin.close()
        process.wait()


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements that this process sends to the database meanwhile, in order."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
