"""letters.single, letters.again, letters.merged, letters.edited: processor time for one A4 letter of about 220 words, tagged PDF/UA.
letters.process: memory of a process that stamps from a kept shell, and what its import takes.

letters.pipeline and letters.tiers are in files of their own.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import supply
from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, Side, comparison, interleave, say
from benchmarks.peers import installed
from benchmarks.stage import ROOT, Stage, stage

ROUNDS = 5
# Letters in a round, ours and the peers': letters of ours that are as many as theirs would be over in no time.
LETTERS = {
    "letters.single": (4_000, 16),
    "letters.again": (4_000, 16),
    "letters.merged": (10_000, 16),
    "letters.edited": (300, 16),
    "letters.process": (1_000, 1),
    "letters.pipeline": (10_000, 40),
    "letters.tiers": (400, 400),
}
PEERS = {
    "weasyprint-naive": "benchmarks.peers.weasyprint_naive",
    "typst": "benchmarks.peers.typst_letter",
    "chromium": "benchmarks.peers.chromium_letter",
    "weasyprint-warm": "benchmarks.peers.weasyprint_warm",
}
OF = {
    "letters.single": ["weasyprint-naive", "typst", "chromium"],
    "letters.again": ["weasyprint-naive", "typst", "chromium"],
    "letters.merged": ["weasyprint-naive", "typst", "chromium"],
    "letters.edited": ["weasyprint-warm"],
    "letters.process": ["weasyprint-naive"],
}
OURS = "benchmarks.ours.lettering"
LEARNT = 1_500  # letters before the first round, so that the shells of rare names are there
SERIOUS = 50  # letters; with fewer it is a trial, which need not learn either
AT_A_TIME = 500
Letters = list[dict[str, Any]]


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    from benchmarks.letters_pipeline import compare_pipeline
    from benchmarks.letters_tiers import compare_tiers

    apart = {"letters.pipeline": compare_pipeline, "letters.tiers": compare_tiers}
    with stage(database=True, broker="letters.pipeline" in names) as here, _asides(here) as started:
        for name in names:
            ours, theirs = LETTERS[name]
            # A number that is given is ours; peers get as many only where that is less than they would have.
            many, their_n = n or ours, min(n or theirs, theirs)
            if name in apart:
                apart[name](here, many, their_n, rounds)
            elif name == "letters.process":
                _compare_process(here, started, many, rounds)
            else:
                _compare(name, started, many, their_n, rounds, LEARNT if many >= SERIOUS else 2)


@contextmanager
def _asides(here: Stage) -> Iterator[Callable[[str], Aside]]:
    """Start a side when it is first asked for."""
    with ExitStack() as processes:
        running: dict[str, Aside] = {}

        def started(name: str) -> Aside:
            if name not in running:
                module = {"ours": OURS, **PEERS}[name]
                running[name] = processes.enter_context(aside(module, here.env, log=here.log(name)))
            return running[name]

        yield started


def _compare(
    bench: str, started: Callable[[str], Aside], n: int, their_n: int, rounds: int, learnt: int
) -> None:
    peers = installed({name: PEERS[name] for name in OF[bench]})
    supplied = supply.edited_letters if bench == "letters.edited" else supply.letters
    do = {"letters.merged": "merged", "letters.again": "again"}.get(bench, "single")
    learning = started("ours").ask({"do": "learn", "letters": supplied(learnt)})
    sides = {"ours": _ours(started("ours"), do, supplied, n)}
    theirs = "merged" if do == "merged" else "single"
    sides |= {peer: _theirs(started(peer), theirs, supplied, their_n) for peer in peers}
    found = interleave(sides, rounds=rounds)
    for peer in peers:
        more = {"their_n": their_n, **{name: learning[name] for name in learning}}
        say(
            comparison(
                bench=bench, peer=peer, unit="cpu_ms", ours=found["ours"], theirs=found[peer], n=n,
                **_rounded(more),
            )
        )  # fmt: skip


def _rounded(more: Mapping[str, float]) -> dict[str, float]:
    from benchmarks.harness import rounded

    return {name: rounded(value) for name, value in more.items()}


def _ours(side: Aside, do: str, supplied: Callable[[int], Letters], n: int) -> Side:
    """In portions, so that no memory of ours is that of the question."""

    def measure(_round: int) -> Measured:
        answers, first, last = [], {}, {}
        for begins in range(0, n, AT_A_TIME):
            letters = supplied(min(AT_A_TIME, n - begins))
            first, last = first or letters[0], letters[-1]
            is_last = begins + len(letters) == n
            answers.append(side.ask({"do": do, "letters": letters, "is_last": is_last}))
            if do == "single":
                _check_files(answers[-1]["files"], [letters[0], letters[-1]])
        if do != "single":
            answers = answers[-1:]
        if do == "merged":
            _check_file(Path(answers[0]["path"]), n, first, last)
        elif do == "again":
            _check_files(answers[0]["files"], [first, last])
        return Measured(_sum(answers, "cpu_ms") / n, _besides(answers, n))

    return measure


def _besides(answers: Sequence[Mapping[str, Any]], n: int) -> dict[str, float]:
    found = {
        "bytes_per_letter": _sum(answers, "bytes") / n,
        "peak_rss_mb": answers[-1]["peak_rss_mb"],
        "letters_per_second": n / _sum(answers, "seconds"),
    }
    if "making_cpu_ms" in answers[0]:
        found["making_cpu_ms"] = answers[0]["making_cpu_ms"] / n
    if "tiers" in answers[0]:
        for tier in ("stamp", "flow", "press"):
            found[f"{tier}_percent"] = sum(each["tiers"].get(tier, 0) for each in answers) * 100 / n
        found["new_shells"] = _sum(answers, "new_shells")
    return found


def _sum(answers: Sequence[Mapping[str, Any]], name: str) -> float:
    return sum(answer[name] for answer in answers)


def _theirs(side: Aside, do: str, supplied: Callable[[int], Letters], n: int) -> Side:
    def measure(_round: int) -> Measured:
        letters = supplied(n)
        answer = side.ask({"do": do, **_question(letters)})
        if do == "merged":
            _check_file(Path(answer["path"]), n, letters[0], letters[-1])
        else:
            _check_files(answer["files"], [letters[0], letters[-1]])
        more = {"bytes_per_letter": answer["bytes"] / n, "peak_rss_mb": answer["peak_rss_mb"]}
        return Measured(answer["cpu_ms"] / n, more)

    return measure


def _question(letters: Letters) -> dict[str, Any]:
    """Finished pages for who only prints pages, and letters with their lines in words for who lays them out."""
    from appeals.merging import digest
    from letters.rendering import TEXT_SIZES
    from letters.typesetting import typeset

    size = f"html {{ font-size: {TEXT_SIZES[0]}pt }}"
    sheets = [typeset(letter, digest(letter)) for letter in letters]
    return {
        "pages": [
            sheet.html.replace("</head>", f"<style>{sheet.css}\n{size}</style></head>") for sheet in sheets
        ],
        "drawn": [json.dumps({**letter, "lines": _lines(letter)}, ensure_ascii=False) for letter in letters],
    }


def _lines(letter: Mapping[str, Any]) -> dict[str, Any]:
    from appeals.merging import digest
    from letters import words
    from letters.typesetting import blocks_of
    from letters.verifying import home

    blocks = blocks_of(letter, digest(letter))
    return {
        **{name: " ".join(block.lines) for name, block in blocks.items()},
        "address": blocks["address"].lines,
        "code": list(blocks["code"].lines),
        "code_size": blocks["code"].size,
        "check": words.how_to_check(letter["language"], home().lower().partition("://")[2]),
    }


def _check_files(files: Sequence[str], letters: Letters) -> None:
    """A figure counts only when the letter is there: on its page, with its own reference, and whole."""
    from pypdf import PdfReader

    for file, letter in zip(files, letters, strict=True):
        pages = PdfReader(BytesIO(bytes.fromhex(file))).pages
        # Own words may take a second page where a peer does not make the text smaller, as ours does first.
        most = 2 if letter["own_words"] else 1
        assert 1 <= len(pages) <= most, f"a letter made {len(pages)} pages"
        _check_page(pages[0].extract_text(), letter)


def _check_file(path: Path, n: int, first: Mapping[str, Any], last: Mapping[str, Any]) -> None:
    from pypdf import PdfReader

    with path.open("rb") as file:
        pages = PdfReader(file).pages
        assert len(pages) == n, f"{n} letters made {len(pages)} pages"
        _check_page(pages[0].extract_text(), first)
        _check_page(pages[n - 1].extract_text(), last)
    path.unlink()


def _check_page(text: str, letter: Mapping[str, Any]) -> None:
    assert letter["reference"] in text, "the page is another letter's"
    assert letter["paragraphs"][-1].split()[-1] in text, "the letter is not whole"


def _compare_process(here: Stage, started: Callable[[str], Aside], n: int, rounds: int) -> None:
    """The peer is a process that has made one letter with WeasyPrint."""
    from letters import paper

    # All of one length, so that one shell is enough.
    letters = [supply.a_letter(**supply.signed_by(f"Anna {supply.new_word(7)}")) for _ in range(n)]
    shells, rows = here.folder / "shells", here.folder / "rows"
    shells.mkdir(exist_ok=True)
    with rows.open("w", encoding="utf-8") as file:
        for letter in letters:
            made = paper.make(letter)
            (shells / made.shell.key).write_bytes(bytes(made.shell.row.content))
            file.write(json.dumps([made.shell.key, dict(made.lines())]) + "\n")

    def ours(_round: int) -> Measured:
        command = [sys.executable, "-m", "benchmarks.ours.bare_stamping", str(shells), str(rows)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)
        assert not said["with_django"], "the engine has imported Django"
        assert not said["with_weasyprint"], "the engine has imported WeasyPrint"
        assert said["letters"] == n
        more = {"import_ms": said["import_ms"], "cpu_ms": said["cpu_ms"] / n}
        return Measured(said["peak_rss_mb"], more)

    def naive(_round: int) -> Measured:
        answer = started("weasyprint-naive").ask({"do": "single", **_question(letters[:1])})
        return Measured(answer["peak_rss_mb"], {"cpu_ms": answer["cpu_ms"]})

    found = interleave({"ours": ours, "weasyprint-naive": naive}, rounds=rounds)
    say(
        comparison(
            bench="letters.process", peer="weasyprint-naive", unit="peak_rss_mb",
            ours=found["ours"], theirs=found["weasyprint-naive"], n=n,
        )
    )  # fmt: skip
