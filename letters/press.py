"""The press: a process that turns pages into PDF and can do nothing else. `python -m letters.press FD`

It starts without settings, key ring and database, under limits of memory and processor time, takes one
page at a time from the socket FD and ends when that is closed (letters/pressing.py holds the other end).

Asked:    JSON {"html", "css", "sizes": [points, best first], "fewest": pages that it may have, "identifier",
              "section_language": of the part in another language}
Answered: JSON {"pages", "size"} and then the PDF, or JSON {"error"}, or {"out_of_memory"}, which older pages may have taken

Asked with "compile": {"language", "blocks", "flows"} it makes a shell of the page instead (letters/engine), one for letters with
own words where the page has some, and answers JSON {"pages", "size"} and then the shell, or JSON {"no_shell"} with the reason.
"""

import contextlib
import json
import math
import resource
import sys
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

MEMORY_BYTES = 512 << 20
PROCESSOR_SECONDS = 20  # for one letter
READY = b"ready"


def limit_processor() -> None:
    """Allow PROCESSOR_SECONDS more than what this process has used so far; the kernel ends it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def press(page: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from weasyprint import HTML

    from letters.fetching import ClosedFetcher

    fetcher = ClosedFetcher()
    html = HTML(string=page["html"], url_fetcher=fetcher)
    made, size = _fitted(html, page)
    pdf = made.write_pdf(finisher=_finisher(page), **_options(page))
    if fetcher.blocked:
        return {"error": f"the page asked for {fetcher.blocked} things that it was not handed"}, b""
    return {"pages": len(made.pages), "size": size}, pdf


def compile_shell(page: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from weasyprint import HTML

    from letters.engine.compiling import compile_page
    from letters.engine.flow_compiling import compile_flow
    from letters.engine.shaping import CannotStamp
    from letters.fetching import ClosedFetcher

    fetcher = ClosedFetcher()
    html = HTML(string=page["html"], url_fetcher=fetcher)

    def at(*sizes: float) -> Any:
        def render(finisher: Any) -> float:
            made, size = _fitted(html, {**page, "sizes": sizes})
            made.write_pdf(finisher=_finisher(page, finisher), uncompressed_pdf=True, **_options(page))
            return size

        return render

    asked, pages = dict(page["compile"]), page.get("fewest", 1)
    made: Any
    try:
        if asked.pop("flows"):
            made = compile_flow(html.etree_element, list(map(at, page["sizes"])), pages=pages, **asked)
            size = made.sheets[0].shell.size
        else:
            made = compile_page(html.etree_element, at(*page["sizes"]), **asked)
            pages, size = len(made.pages), made.size
    except CannotStamp as reason:
        return {"no_shell": str(reason)}, b""
    if fetcher.blocked:
        return {"error": f"the page asked for {fetcher.blocked} things that it was not handed"}, b""
    return {"pages": pages, "size": size}, made.to_bytes()


def _fitted(html: Any, page: dict[str, Any]) -> tuple[Any, float]:
    """Lay the page out at the first size that takes the fewest pages, or else at the best size."""
    tried = []
    for size in page["sizes"]:
        looks = _css(f"html {{ font-size: {size:g}pt }}")
        laid_out = html.render(
            font_config=_font_config(), stylesheets=[_css(page["css"]), looks], **_options(page)
        )
        tried.append((laid_out, size))
        if len(laid_out.pages) <= page.get("fewest", 1):
            return tried[-1]
    return tried[0]


def _finisher(page: dict[str, Any], then: Any = None) -> Any:
    from letters.finishing import finish

    def finisher(document: Any, pdf: Any) -> None:
        finish(pdf, section_language=page.get("section_language", ""))
        if then:
            then(document, pdf)

    return finisher


def _options(page: dict[str, Any]) -> dict[str, Any]:
    return {"pdf_variant": "pdf/ua-1", "pdf_identifier": page["identifier"].encode()}


@lru_cache(maxsize=1)
def _font_config() -> Any:
    # One for the life of the process: each one keeps a quarter of a megabyte for ever.
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=16)
def _css(text: str) -> Any:
    from weasyprint import CSS

    from letters.fetching import ClosedFetcher

    return CSS(string=text, url_fetcher=ClosedFetcher(), font_config=_font_config())


def main() -> None:
    link = Connection(int(sys.argv[1]))
    # macOS knows RLIMIT_AS and refuses to set it; the time limit holds there.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    import weasyprint  # noqa: F401 -- a machine without Pango says so here, once, and not letter by letter

    link.send_bytes(READY)
    while True:
        try:
            page = json.loads(link.recv_bytes())
        except EOFError:
            return
        limit_processor()
        try:
            head, pdf = (compile_shell if "compile" in page else press)(page)
        except MemoryError:
            head, pdf = {"out_of_memory": "it needs more memory than a letter may have"}, b""
        except BaseException as error:
            # Also what is not an Exception: a blocked fetch must end the letter, not the press.
            head, pdf = {"error": f"{type(error).__name__}: {error}"}, b""
        link.send_bytes(json.dumps(head).encode())
        if pdf:
            link.send_bytes(pdf)


if __name__ == "__main__":
    main()
