"""Chromium without a window, warm: one browser and one page kept, tagged PDFs. The browser is in its processor time.

It knows neither running elements nor fixed boxes of WeasyPrint's kind in the margins, so footer and code are put where they
stand on the sheet. A print run is one document, each letter on a sheet of its own.
"""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from playwright.sync_api import Page, sync_playwright

from benchmarks.peers import pages

FLAGS = [
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium's sandbox refuses root
]
# Sheets have no margins of their own; boxes count from the text area, as ours do. DIN 5008 form B.
LOOKS = """
@page { size: 210mm 297mm; margin: 0 }
@page :first { margin: 0; @bottom-right { content: none } }
@page :nth(n+2) { @top-left { content: none } @top-right { content: none } }
.sheet { padding: 98.46mm 20mm 0 25mm; break-after: page }
.area { position: relative; height: 171.54mm }
.sheet:last-child { break-after: auto }
.footer { position: absolute; bottom: -19mm }
.code { position: absolute; right: 0; bottom: -19mm }
"""
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


def together(documents: Sequence[str]) -> str:
    head, _, _ = documents[0].partition("</head>")
    sheets = "".join(
        f'<div class="sheet"><div class="area">{found[1]}</div></div>'
        for found in map(_BODY.search, documents)
        if found is not None
    )
    return f"{head}<style>{LOOKS}</style></head><body>{sheets}</body></html>"


def printed(page: Page, documents: Sequence[str]) -> bytes:
    page.set_content(together(documents), wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page.pdf(tagged=True, prefer_css_page_size=True, print_background=True)


def main() -> None:
    blank = Path(gettempdir()) / "blank.html"
    blank.write_text("<!doctype html><title>blank</title>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.goto(blank.as_uri())  # from here the pages may load our font files
        pages.serve(lambda document: printed(page, [document]), lambda documents: printed(page, documents))


if __name__ == "__main__":
    main()
