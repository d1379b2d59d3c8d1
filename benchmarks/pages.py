"""pages.concurrent: the appeal's page under 50 readers at once, against the same bytes as a static file of the same server.

Two server processes, as docs/operate.md starts them; a reader keeps a connection and asks again at once. Figures of one
round are of thousands of requests, so that the moments at which the kept page expires are among them.
"""

from collections.abc import Callable

from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, comparison, interleave, percentile, say
from benchmarks.processor import cpu_seconds
from benchmarks.serving import Server, granian
from benchmarks.signing import open_appeal
from benchmarks.stage import stage

ROUNDS = 3
SECONDS = 12  # of every round: the page expires twice in it
READERS = 50
PROCESSES = 2
FILE = "/file/appeal.html"


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    """`n` is seconds."""
    seconds = n or SECONDS
    with stage(database=True, broker=True, sink=True) as here:
        address = open_appeal()
        folder = here.folder / "file"
        folder.mkdir()
        with (
            granian(here, "ours", files=folder, workers=PROCESSES) as server,
            aside("benchmarks.crowd", here.env, log=here.log("crowd")) as crowd,
        ):
            status, page, _ = server.get(address)
            assert status == 200, f"{address} answered {status}"
            (folder / "appeal.html").write_bytes(page)
            sides = {
                "ours": _read(server, crowd, address, seconds),
                "static-file": _read(server, crowd, FILE, seconds),
            }
            found = interleave(sides, rounds=rounds)
            line = comparison(
                bench=names[0],
                peer="static-file",
                unit="p99_ms",
                ours=found["ours"],
                theirs=found["static-file"],
                n=seconds,
                readers=READERS,
                processes=PROCESSES,
                page_bytes=len(page),
                database=here.database,
            )
            # The goal is said the other way round: how many times as long as the file the page may take.
            say({**line, "times_as_long": round(line["ours"] / line["theirs"], 2)})


def _read(server: Server, crowd: Aside, path: str, seconds: float) -> Callable[[int], Measured]:
    def measure(_round: int) -> Measured:
        cpu = cpu_seconds(server.pid)
        answer = crowd.ask(
            {"port": server.port, "clients": READERS, "seconds": seconds, "asks": [{"path": path}]}
        )
        spent = cpu_seconds(server.pid) - cpu
        times = [milliseconds for _, milliseconds in answer["answers"]]
        return Measured(
            percentile(times, 99),
            {
                "p50_ms": percentile(times, 50),
                "max_ms": max(times),
                "requests_per_second": len(times) / answer["seconds"],
                "cpu_ms": spent * 1000 / len(times),
                "cpu_seconds": spent,
                "refused": len([status for status, _ in answer["answers"] if status != 200]),
            },
        )

    return measure
