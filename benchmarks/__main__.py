"""`./outcry bench NAME`: one benchmark, or a whole group, against its peers; without a name, which there are.

NAME       letters, handover, batch, outbox, mailings, signing, pages, desk, faults, scale, or one of them like outbox.window1
--n N      messages, letters or requests in a round (or BENCH_N)
--rounds R (or BENCH_ROUNDS); fewer of either are for trying it out, not for figures
"""

import argparse
import importlib
import os
import sys

from benchmarks.harness import commit

GROUPS = {
    "letters": [
        "letters.single",
        "letters.again",
        "letters.merged",
        "letters.edited",
        "letters.process",
        "letters.pipeline",
        "letters.tiers",
    ],
    "batch": ["batch.print"],
    "handover": ["handover.rows"],
    "outbox": [
        "outbox.window1",
        "outbox.window20",
        "outbox.enqueue",
        "outbox.enqueue-rows",
        "outbox.drain-full",
    ],
    "mailings": ["mailings.audience"],
    "signing": ["signing.page", "signing.post", "signing.load", "signing.million"],
    "pages": ["pages.concurrent"],
    "desk": ["desk.dashboard"],
    "faults": ["faults.kill", "faults.mail", "faults.mailing", "faults.services", "faults.machines"],
    "scale": ["scale.costs", "scale.campaign"],
}
# Importing a benchmark's module costs a second, so their names stand here and not only there.


def names_of(word: str) -> list[str]:
    """The benchmarks that a word on the command line means; none when it means nothing."""
    if word in GROUPS:
        return GROUPS[word]
    return [word] if any(word in group for group in GROUPS.values()) else []


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="outcry bench", description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="")
    for option in ("n", "rounds"):
        default = int(os.environ.get(f"BENCH_{option.upper()}") or 0)
        parser.add_argument(f"--{option}", type=int, default=default)
    chosen = parser.parse_args(words)
    names = names_of(chosen.name)
    if not names:
        there = "\n".join(f"  {group}\n    " + "\n    ".join(each) for group, each in GROUPS.items())
        print(f"There is no benchmark {chosen.name}. There are:\n{there}" if chosen.name else there)
        return 2 if chosen.name else 0
    if chosen.n < 0 or chosen.rounds < 0:
        parser.error("--n and --rounds are at least 1")
    commit()  # before anything is imported, because files may change while the benchmark runs
    bench = importlib.import_module(f"benchmarks.{names[0].partition('.')[0]}")
    bench.run(names, n=chosen.n or None, **({"rounds": chosen.rounds} if chosen.rounds else {}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
