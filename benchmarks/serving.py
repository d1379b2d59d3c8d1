"""Serve with Granian as the demonstration does, and ask over one connection that is kept, a request at a time."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.stage import ROOT, Stage
from demo.addresses import HOST, free_ports

START_SECONDS = 30
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Server:
    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, bytes, float]:
        """Status, body and milliseconds."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, bytes, float]:
        return self._ask("POST", path, urlencode(fields), FORM)

    def _ask(self, method: str, path: str, body: str | None, headers: dict) -> tuple[int, bytes, float]:
        self._connection = self._connection or http.client.HTTPConnection(HOST, self.port, timeout=30)
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        return answer.status, content, (time.perf_counter() - began) * 1000

    def close(self) -> None:
        if self._connection:
            self._connection.close()


@contextmanager
def granian(
    here: Stage,
    name: str,
    *,
    files: Path | None = None,
    env: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Iterator[Server]:
    """Worker processes with config.asgi under `env`; the files of a folder are served by Granian itself at /file/."""
    (port,) = free_ports(1)
    mount = ["--static-path-route", "/file", "--static-path-mount", str(files)] if files else []
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", HOST, "--port", str(port),
        "--workers", str(workers), "--no-ws", *mount, "config.asgi:application",
    ]  # fmt: skip
    log = here.log(name)
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**here.inherited(), **(env or {})}, stdout=errors, stderr=errors
        )
    server = Server(process.pid, port)
    try:
        _wait_for(server, process, log)
        yield server
    finally:
        server.close()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server: Server, process: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            server.get("/")
            return
        except OSError:
            server.close()
            server._connection = None
            if process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("the server did not start:\n" + log.read_text()[-2000:]) from None
            time.sleep(0.1)
