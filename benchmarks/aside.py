"""A side in a process of its own, asked in JSON lines: its memory is its own, and its processor time too.

    with aside("benchmarks.peers.typst_letter", env) as ask:
        answer = ask({"letters": […]})

The other end is `serve(answer_to)` in that module. It ends when its input is closed, also when we are killed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class Aside:
    def __init__(self, process: subprocess.Popen, log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        self.tell(question)
        return self.hear()

    def tell(self, question: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a side of the benchmark ended:\n" + self.log.read_text()[-2000:])
        return json.loads(line)


@contextmanager
def aside(module: str, env: Mapping[str, str], *, log: Path) -> Iterator[Aside]:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT, env={**os.environ, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
    side = Aside(process, log)
    try:
        side.hear()  # it has imported all that it needs
        yield side
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def serve(answer_to: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    # Libraries print; what they print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer_to(json.loads(line))), file=answers, flush=True)
