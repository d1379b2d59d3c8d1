"""batch.print: a print batch of letters as staff make it, from the choice to the finished file.

`n` letters are ready; they are chosen, looked at once more, sorted and written to disk with cover, separator and
checkpoints, by the verbs that the desk and the worker call. The peer is what an office does without us: the PDFs of some of
those letters, already made, joined by pypdf.
"""

import time
from pathlib import Path

from benchmarks.aside import aside
from benchmarks.binding import bind
from benchmarks.harness import Measured, comparison, interleave, say
from benchmarks.stage import Stage, stage

ROUNDS = 3
SIZES = (1_000, 10_000)
THEIRS = 50


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    for size in (n,) if n else SIZES:
        # A batch takes its letters for good, so every size has a stage of its own.
        with stage(database=True) as here:
            _compare(here, size, rounds)


def _compare(here: Stage, n: int, rounds: int) -> None:
    from benchmarks.letters_pipeline import Waiting

    waiting = Waiting()
    with aside("benchmarks.ours.batch", here.env, log=here.log("batch")) as ours:

        def ours_round(_round: int) -> Measured:
            waiting.add(n)
            answer = ours.ask({"n": n})
            _check(Path(answer["path"]), n)
            return Measured(
                n / answer["seconds"],
                {
                    name: answer[name]
                    for name in ("seconds", "cpu_ms", "peak_rss_mb", "bytes_per_letter", "checkpoints", "checkpoint_ms", "choosing_seconds")
                },
            )  # fmt: skip

        def joined(_round: int) -> Measured:
            many = min(n, THEIRS)
            files = _made(many)
            began, cpu = time.perf_counter(), time.process_time()
            size = len(bind(files))
            seconds = time.perf_counter() - began
            return Measured(
                many / seconds,
                {
                    "seconds": seconds,
                    "cpu_ms": (time.process_time() - cpu) * 1000 / many,
                    "bytes_per_letter": size / many,
                },
            )

        found = interleave({"ours": ours_round, "pypdf": joined}, rounds=rounds)
    say(
        comparison(
            bench="batch.print", peer="pypdf", unit="letters_per_second", ours=found["ours"], theirs=found["pypdf"],
            n=n, their_n=min(n, THEIRS), database=here.database,
        )
    )  # fmt: skip


def _made(many: int) -> list[bytes]:
    from letters import paper
    from letters.models import LetterPdf

    return [paper.again(pdf).pdf for pdf in LetterPdf.objects.order_by("-pk")[:many]]


def _check(path: Path, n: int) -> None:
    """One page for each letter, beside the cover and a separator sheet for the country, each perhaps with a back."""
    from pypdf import PdfReader

    with path.open("rb") as file:
        pages = len(PdfReader(file).pages)
    assert n < pages <= n + 4, f"{n} letters made {pages} pages"
    path.unlink()
