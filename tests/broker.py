"""A Valkey (or Redis) of the suite's own, as the demonstration starts one; None where this platform has none."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.addresses import HOST, free_ports
from demo.children import broker_command, broker_program, on_a_leash


@contextmanager
def broker() -> Iterator[str | None]:
    """Yield what REDIS_URL wants."""
    program = broker_program()
    if program is None:
        yield None
        return
    (port,) = free_ports(1)
    folder = Path(tempfile.mkdtemp(prefix="outcry-broker-"))
    # However a suite or a benchmark is ended, its broker ends too.
    process = subprocess.Popen(
        on_a_leash(broker_command(program, port, folder)),
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_until_open(port)
        yield f"redis://{HOST}:{port}/0"
    finally:
        process.stdin.close()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_open(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the broker did not open its port within 10 s")
