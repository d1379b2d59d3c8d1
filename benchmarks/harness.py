"""Measure ours and a peer in turn, take medians, and print one JSON line per comparison.

A side is measured once a round, on data that no round has seen before. Rounds interleave the sides and
turn their order, so that whatever else the machine does meets all of them alike.
"""

import json
import math
import os
import platform
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HIGHER_IS_BETTER = frozenset({"messages_per_second", "letters_per_second", "quick_percent"})
LOWER_IS_BETTER = frozenset({"cpu_ms", "p99_ms", "peak_rss_mb"})
FAULTS = frozenset({"lost", "doubled", "left", "not_queued", "mailed_twice", "refused", "broken"})


@dataclass(frozen=True)
class Measured:
    """What one round of one side gave: the figure in the bench's unit, and whatever else was counted."""

    figure: float
    more: Mapping[str, float] = field(default_factory=dict)


Side = Callable[[int], Measured]  # takes the number of the round; the first, 0, is thrown away


def interleave(sides: Mapping[str, Side], *, rounds: int) -> dict[str, list[Measured]]:
    """Run every side `rounds` times, in turn; before that once each, unrecorded, except for a trial of one round."""
    found: dict[str, list[Measured]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(0 if rounds > 1 else 1, rounds + 1):
        for name in names if number % 2 else reversed(names):
            measured = sides[name](number)
            if number:
                found[name].append(measured)
    return found


def ratio(unit: str, ours: float, theirs: float) -> float:
    """More than 1 means that ours is better, whatever the unit counts."""
    if unit in HIGHER_IS_BETTER:
        return ours / theirs
    if unit in LOWER_IS_BETTER:
        return theirs / ours
    raise ValueError(f"Nobody has said whether more {unit} is better.")


def over_rounds(rounds: Sequence[Measured], name: str) -> float:
    """The median, except of faults: one lost mail in one round is one lost mail."""
    values = [measured.more[name] for measured in rounds]
    return sum(values) if name in FAULTS else statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of `values` that at least `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def comparison(
    *,
    bench: str,
    peer: str,
    unit: str,
    ours: Sequence[Measured],
    theirs: Sequence[Measured],
    n: int,
    **more: Any,
) -> dict[str, Any]:
    """One line: medians over rounds. What both sides counted stands as `name` and `their_name`."""
    our_figure, their_figure = (statistics.median(each.figure for each in side) for side in (ours, theirs))
    line = {
        "bench": bench,
        "peer": peer,
        "unit": unit,
        "ours": rounded(our_figure),
        "theirs": rounded(their_figure),
        "ratio": rounded(ratio(unit, our_figure, their_figure)),
        "n": n,
        "rounds": len(ours),
        "machine": machine(),
        "commit": commit(),
    }
    for prefix, side in (("", ours), ("their_", theirs)):
        line |= {prefix + name: rounded(over_rounds(side, name)) for name in side[0].more}
    return line | more


def rounded(value: float) -> float:
    """Three significant places: more would claim what such a measurement does not know. Counts stay whole."""
    if isinstance(value, int):
        return value
    return float(f"{value:.3g}") if abs(value) < 100 else round(value)


def say(line: Mapping[str, Any]) -> None:
    print(json.dumps(line), flush=True)


@cache
def machine() -> str:
    """Processor, cores and Python; never a host name."""
    return f"{os.cpu_count()} x {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


@cache
def commit() -> str:
    """The commit that is measured, with `-dirty` when files differ from it. Kept from the first call on."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
