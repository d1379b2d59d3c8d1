"""A press of one's own for letters with own words: our flow and WeasyPrint's plain render of the same letter, side by side."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from appeals.merging import digest
from letters import slots
from letters.engine.alphabets import blocks_of as letters_in
from letters.engine.flow_compiling import compile_flow
from letters.engine.flowing import Flowed, flow
from letters.engine.sheets import FlowShell
from letters.rendering import TEXT_SIZES
from letters.typesetting import blocks_of, typeset
from tests.letters.samples import ENGLISH, GERMAN, KAZAKH, RUSSIAN

FONTS = FontConfiguration()  # one for all tests: each keeps memory for ever
BLOCKS = letters_in("éŁİжΕī")  # of the languages of letters, and of Riga
_BASES = {"ru": RUSSIAN, "uk": RUSSIAN, "kk": KAZAKH, "de": GERMAN, "pl": GERMAN, "tr": GERMAN}


class Bench:
    """Letters of one text. `sizes`: of text, in points, best first."""

    def __init__(self, sample: Mapping[str, Any], sizes: tuple[float, ...], blocks: int = BLOCKS) -> None:
        self.sample, self.sizes = sample, sizes
        self.pages = 2 if "own_version" in sample else 1
        sheet = self._sheet(self.letter("x"))
        page = HTML(string=sheet.html)

        def at(size: float) -> Callable[..., float]:
            def render(finish: Callable[[Any, Any], None]) -> float:
                document = _laid_out(page, sheet.css, size)
                document.write_pdf(finisher=finish, uncompressed_pdf=True, pdf_variant="pdf/ua-1")
                return size

            return render

        compiled = compile_flow(
            page.etree_element,
            [at(size) for size in sizes],
            language=sample["language"],
            blocks=blocks,
            pages=self.pages,
        )
        self.shell = FlowShell.from_bytes(compiled.to_bytes())

    def letter(
        self, own_words: str, name: str = "Amara Okafor", home: str = "4 High Street"
    ) -> dict[str, Any]:
        signer = {**self.sample["signer"], "name": name, "address_lines": [home]}
        return {**self.sample, "own_words": own_words, "signer": signer}

    def flow(self, letter: Mapping[str, Any]) -> Flowed:
        lines = slots.named(blocks_of(letter, digest(letter)))
        return flow(self.shell, lines, letter["own_words"])

    def render(self, letter: Mapping[str, Any]) -> tuple[float, bytes] | None:
        """Size and PDF as WeasyPrint has them; None where the letter needs more pages."""
        sheet = self._sheet(letter)
        for size in self.sizes:
            document = _laid_out(HTML(string=sheet.html), sheet.css, size)
            if len(document.pages) == self.pages:
                return size, document.write_pdf(pdf_variant="pdf/ua-1")
        return None

    def _sheet(self, letter: Mapping[str, Any]) -> Any:
        return typeset(letter, digest(letter))


def _laid_out(page: HTML, css: str, size: float) -> Any:
    looks = CSS(string=f"html {{ font-size: {size:g}pt }}")
    return page.render(stylesheets=[_css(css), looks], font_config=FONTS, pdf_variant="pdf/ua-1")


@cache
def _css(text: str) -> CSS:
    return CSS(string=text, font_config=FONTS)


@cache
def bench(language: str, sizes: tuple[float, ...] = TEXT_SIZES) -> Bench:
    return Bench({**_BASES.get(language, ENGLISH), "language": language}, sizes)
