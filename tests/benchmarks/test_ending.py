"""A benchmark that is ended takes with it what it has started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.processor import family
from demo.children import broker_program

ROOT = Path(__file__).resolve().parents[2]
BENCH = """
from benchmarks.stage import stage
with stage(broker=True) as here:
    from benchmarks.working import celery_worker
    with celery_worker(here, processes=1):
        print(here.folder, flush=True)
        input()
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="benchmarks read /proc"),
    pytest.mark.skipif(broker_program() is None, reason="no broker for this platform"),
]


def test_a_signal_ends_its_worker_and_its_broker_too(tmp_path):
    ours = {name: words for name, words in os.environ.items() if name != "REDIS_URL"}
    ours["TMPDIR"] = str(tmp_path)
    bench = subprocess.Popen(
        [sys.executable, "-c", BENCH],
        cwd=ROOT, env=ours, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    folder = Path(bench.stdout.readline().strip())
    started = family(bench.pid)[1:]
    assert len(started) >= 4  # two leashes, a broker, a worker and its child
    bench.send_signal(signal.SIGTERM)
    bench.communicate()
    ends = time.monotonic() + 30
    while (left := [pid for pid in started if Path(f"/proc/{pid}").exists()]) and time.monotonic() < ends:
        time.sleep(0.1)
    assert left == []
    assert (bench.returncode, folder.exists()) == (128 + signal.SIGTERM, False)
