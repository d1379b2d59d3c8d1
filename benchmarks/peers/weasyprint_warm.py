"""WeasyPrint as quick as it gets letter by letter: fonts loaded and style sheets parsed once, in one process that is kept."""

from functools import lru_cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.peers import pages

_fonts = FontConfiguration()
BEGIN, END = "<style>", "</style>"


@lru_cache(maxsize=16)
def _style(text: str) -> CSS:
    return CSS(string=text, font_config=_fonts)


def one(page: str) -> bytes:
    """The page's own style sheet is taken out of it, so that it is parsed once for all letters that share it."""
    before, _, rest = page.partition(BEGIN)
    style, _, after = rest.partition(END)
    return HTML(string=before + after).write_pdf(
        font_config=_fonts, stylesheets=[_style(style)], pdf_variant="pdf/ua-1"
    )


if __name__ == "__main__":
    pages.serve(one)
