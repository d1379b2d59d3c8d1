"""letters.single, letters.merged: processor time for one A4 letter of about 220 words, tagged PDF/UA."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import Any

from benchmarks import supply
from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, comparison, interleave, say
from benchmarks.peers import installed
from benchmarks.stage import Stage, stage

ROUNDS = 5
LETTERS = {"letters.single": 8, "letters.merged": 8}
SIDES = {
    "ours": "benchmarks.ours.rendering",
    "weasyprint-naive": "benchmarks.peers.weasyprint_naive",
    "typst": "benchmarks.peers.typst_letter",
}


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    with stage() as here, _sides(here) as sides:
        for name in names:
            _compare(name, sides, n or LETTERS[name], rounds)


@contextmanager
def _sides(here: Stage) -> Iterator[dict[str, Aside]]:
    with ExitStack() as processes:
        yield {
            name: processes.enter_context(aside(module, here.env, log=here.log(name)))
            for name, module in installed(SIDES).items()
        }


def _compare(bench: str, sides: Mapping[str, Aside], n: int, rounds: int) -> None:
    merged = bench.endswith("merged")
    found = interleave({name: _side(side, n, merged) for name, side in sides.items()}, rounds=rounds)
    for peer in list(sides)[1:]:
        say(comparison(bench=bench, peer=peer, unit="cpu_ms", ours=found["ours"], theirs=found[peer], n=n))


def _side(side: Aside, n: int, merged: bool) -> Callable[[int], Measured]:
    def measure(_round: int) -> Measured:
        letters = supply.letters(n)
        answer = side.ask({"merged": merged, **_question(letters)})
        files = [bytes.fromhex(file) for file in answer["files"]]
        _check(files, letters)
        return Measured(
            answer["cpu_ms"] / n,
            {"bytes_per_letter": sum(map(len, files)) / n, "peak_rss_mb": answer["peak_rss_mb"]},
        )

    return measure


def _question(letters: list[dict[str, Any]]) -> dict[str, Any]:
    """Letters for those who lay them out themselves, and finished pages for who only prints pages."""
    from appeals.merging import digest
    from letters.rendering import TEXT_SIZES
    from letters.typesetting import short_digest, typeset

    size = f"html {{ font-size: {TEXT_SIZES[0]}pt }}"
    digests = [digest(letter) for letter in letters]
    sheets = [typeset(letter, found) for letter, found in zip(letters, digests, strict=True)]
    return {
        "letters": letters,
        "digests": [short_digest(found) for found in digests],
        "pages": [
            sheet.html.replace("</head>", f"<style>{sheet.css}\n{size}</style></head>") for sheet in sheets
        ],
    }


def _check(files: list[bytes], letters: list[dict[str, Any]]) -> None:
    """A figure counts only when every letter is there: one page each, with its own name and reference."""
    from pypdf import PdfReader

    pages = [page for file in files for page in PdfReader(BytesIO(file)).pages]
    assert len(pages) == len(letters), f"{len(letters)} letters made {len(pages)} pages"
    for number in (0, len(letters) - 1):
        text = pages[number].extract_text()
        assert letters[number]["reference"] in text, "the page is another letter's"
        last = letters[number]["paragraphs"][-1].split()[-1]
        assert last in text, "the letter is not whole"
