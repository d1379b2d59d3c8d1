"""However the supervisor ends, nothing that it started goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A child with a child of its own that listens to no signal, and says both numbers.
STUBBORN = """
import os, signal, subprocess, sys, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1] + ".part", "w") as file:
    file.write(f"{os.getpid()} {inner.pid}")
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(600)
"""
SUPERVISOR = """
import sys, time
from pathlib import Path
from demo.children import Child, environment_of
child = Child("stubborn", [sys.executable, *sys.argv[1:]], Path(sys.argv[-1] + ".log"))
child.start(environment_of({}))
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie has ended; whoever adopted it has not looked yet. (Linux; a bare Debian has no `ps`.)
    status = Path(f"/proc/{pid}/status")
    return "State:\tZ" not in status.read_text() if status.exists() else not Path("/proc/self").exists()


def wait_for(condition, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_outlives_the_supervisor(tmp_path, number):
    script, pids = tmp_path / "stubborn.py", tmp_path / "pids"
    script.write_text(STUBBORN)
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(script), str(pids)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    assert wait_for(pids.exists)
    started = [int(word) for word in pids.read_text().split()]
    assert [is_running(pid) for pid in started] == [True, True]
    supervisor.send_signal(number)
    supervisor.wait()
    assert wait_for(lambda: not any(is_running(pid) for pid in started))


def test_a_child_that_ends_hands_its_exit_on(tmp_path):
    leash = subprocess.Popen(
        [sys.executable, str(ROOT / "demo" / "leash.py"), sys.executable, "-c", "raise SystemExit(7)"],
        stdin=subprocess.PIPE,
    )
    assert leash.wait(20) == 7
    leash.stdin.close()
