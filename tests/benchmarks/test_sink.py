import json
import smtplib
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.stage import Sink
from demo.addresses import HOST

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sink():
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        sink = Sink(**json.loads(process.stdout.readline()))
        yield sink
        sink.close()
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def _send(port: int, *recipients: str) -> None:
    with smtplib.SMTP(HOST, port) as server:
        for recipient in recipients:
            server.sendmail(
                "a@outcry.example", [recipient, "copy@outcry.example"], "Subject: s\r\n\r\n.dot\r\n"
            )


def test_the_sink_counts_what_it_took_and_tells_a_repeat_from_another_mail(sink):
    _send(sink.port, "amara@x.example", "bela@x.example", "amara@x.example")

    found = sink.wait(2)

    assert (found["accepted"], found["distinct"], found["connections"]) == (3, 2, 1)


def test_the_sink_forgets_when_told_and_waits_no_longer_than_asked(sink):
    _send(sink.port, "amara@x.example")
    sink.reset()

    assert sink.wait(1, seconds=0.1)["distinct"] == 0
