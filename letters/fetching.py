"""The fetcher that WeasyPrint is given for HTML and CSS: our own font files and nothing else.

WeasyPrint's default reads any file and any address that a page names. This one opens no other file,
no network, no `data:` and follows nothing; it counts what was asked of it, because an inline SVG
swallows even the fatal error (docs/letters.md, "Limits").
"""

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from kit.fonts import FACES, FOLDER, font_url

OURS = {font_url(family): FOLDER / name for family, name in FACES.items()}


class Blocked(FatalURLFetchingError):
    """A page asked for something it was not handed. Not an Exception: WeasyPrint may not go on without it."""


class ClosedFetcher(URLFetcher):
    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file"], allow_redirects=False, fail_on_errors=True)
        self.blocked = 0

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        path = OURS.get(url)
        if path is None:
            self.blocked += 1
            raise Blocked("a letter asked for a file or an address that it was not handed")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})
