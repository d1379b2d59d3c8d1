"""scale.costs: what each step of a signature costs. scale.campaign: ten million of them, from those costs, in several layouts."""

import os
from dataclasses import asdict, replace

from benchmarks.campaign import Layout, simulate
from benchmarks.costs import measure
from benchmarks.harness import commit, machine, rounded, say
from benchmarks.stage import stage

ROUNDS = 1
N = 2_000
ONE = Layout()
LAYOUTS = {
    "as it comes": ONE,
    "one process": replace(ONE, processes=1),
    "sixteen processes": replace(ONE, processes=16),
    "faster offices": replace(ONE, letters_per_hour=600),
    "a relay of 50,000 an hour": replace(ONE, mails_per_hour=50_000),
}


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    os.environ |= {
        "OUTCRY_OFFICE_HOURS": "always",
        "OUTCRY_JITTER_PERCENT": "0",
    }  # figures of any hour of the week
    with stage(database=True, broker=True, sink=True) as here:
        where = {"n": n or N, "database": here.database, "machine": machine(), "commit": commit()}
        costs = measure(n or N)
    for step, cost in costs.items():
        say({"bench": "scale.costs", "step": step, **cost.line(), **where})
    if "scale.campaign" not in names:
        return
    for name, layout in LAYOUTS.items():
        found = {what: rounded(value) for what, value in asdict(simulate(costs, layout)).items()}
        say({"bench": "scale.campaign", "layout": name, **asdict(layout), **found, **where})
