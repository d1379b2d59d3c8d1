"""handover.rows: processor time for a row of a signatory list, from the names to the finished PDF."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import supply
from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, comparison, interleave, say
from benchmarks.stage import stage

ROUNDS = 5
ROWS = 100_000
NAIVE_ROWS = 1_000  # of the same; at hundreds of times the time and a tenth of a megabyte each
SIDES = {
    "ours": "benchmarks.ours.signatories",
    "weasyprint-naive": "benchmarks.peers.weasyprint_list",
}


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    rows = n or ROWS
    with stage() as here, ExitStack() as processes:
        sides = {
            name: processes.enter_context(aside(module, here.env, log=here.log(name)))
            for name, module in SIDES.items()
        }
        for name in names:
            _compare(name, sides, rows, rounds, here.folder)


def _compare(bench: str, sides: Mapping[str, Aside], n: int, rounds: int, folder: Path) -> None:
    fresh: dict[int, list[tuple[int, str, str]]] = {}

    def rows_of(number: int) -> list[tuple[int, str, str]]:
        """The same for both sides of a round, and for none before it."""
        if number not in fresh:
            fresh.clear()
            fresh[number] = [(at, supply.a_name(), supply.a_town()) for at in range(1, n + 1)]
        return fresh[number]

    found = interleave(
        {
            name: _side(side, rows_of, min(n, NAIVE_ROWS) if name in list(SIDES)[1:] else n, folder / name)
            for name, side in sides.items()
        },
        rounds=rounds,
    )
    for peer in list(sides)[1:]:
        line = comparison(bench=bench, peer=peer, unit="cpu_ms", ours=found["ours"], theirs=found[peer], n=n)
        say(line | {"their_n": min(n, NAIVE_ROWS)})


def _side(
    side: Aside, rows_of: Callable[[int], list[tuple[int, str, str]]], n: int, out: Path
) -> Callable[[int], Measured]:
    def measure(number: int) -> Measured:
        rows = rows_of(number)[:n]
        # Read line by line, as from a cursor: a list of all names is nobody's memory but ours here.
        names = out.with_suffix(".names")
        names.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        answer = side.ask({"names": str(names), "out": str(out)})
        _check(out, rows)
        return Measured(
            answer["cpu_ms"] / n,
            {
                "seconds": answer["cpu_ms"] / 1000,
                "bytes_per_row": out.stat().st_size / n,
                "peak_rss_mb": answer["peak_rss_mb"],
                "press_rss_mb": answer["press_rss_mb"],
                "pressed": answer["pressed"],
            },
        )

    return measure


def _check(out: Path, rows: list[Any]) -> None:
    """A figure counts only when the first and the last are there, in their order."""
    from pypdf import PdfReader

    pages = PdfReader(out).pages
    for (number, name, town), near in ((rows[0], pages[:2]), (rows[-1], pages[-1:])):
        text = "".join("".join(page.extract_text().split()) for page in near)
        assert "".join(f"{number}{name},{town}".split()) in text, f"row {number} is not there"
