"""Processor time and memory of a process and all that it started, read from the kernel. Linux only.

Measured from outside, so that a worker needs no code of ours inside it.
"""

import os
import time
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def cpu_seconds(pid: int) -> float:
    """User and system time of `pid`, of its living descendants, and of those that they have waited for."""
    return sum(_own(each) + _waited_for(each) for each in family(pid))


def of_others(pid: int) -> float:
    """The same without `pid` itself."""
    return sum(map(_own, family(pid)[1:])) + sum(map(_waited_for, family(pid)))


def peak_mb(pid: int) -> float:
    """The largest resident size that each process of the family has had so far, added up."""
    return sum(_peak_kb(each) for each in family(pid)) / 1024


def peak_of_one(pid: int) -> float:
    """The same of one process, without those that it has started."""
    return _peak_kb(pid) / 1024


def forget_peak() -> None:
    """Count this process's largest size from now on (proc_pid_clear_refs(5))."""
    (PROC / "self" / "clear_refs").write_text("5")


def family(pid: int) -> list[int]:
    """`pid` and its living descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    found = [pid]
    for each in found:
        found += children[each]
    return found


def _own(pid: int) -> float:
    # The clock of another process, to the nanosecond: clock_getcpuclockid(3) makes its number so.
    try:
        return time.clock_gettime(((~pid) << 3) | 2)
    except OSError:
        return 0.0


def _waited_for(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[13]) + int(fields[14])) / TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of proc_pid_stat(5) after the name, which may hold blanks: state is 0, parent is 1."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _peak_kb(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
