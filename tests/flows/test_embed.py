"""Chidi's own page shows the appeal in a frame, as the desk's snippet says, in a real browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from appeals.views_embed import snippet
from tests.flows.conftest import Demonstration

pytestmark = [pytest.mark.browser]
ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}


@pytest.fixture(params=[{}, ISOLATED], ids=["usual host", "isolated host"])
def host(request, demonstration: Demonstration, settings) -> Iterator[str]:
    """Another site, on a port of its own; `localhost` is not the same site as `127.0.0.1`."""
    settings.OUTCRY_URL = demonstration.url
    page = snippet("free-erzhan-elshibayev", "Free Erzhan Elshibayev", "en").encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"Content-Type": "text/html", **request.param}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_the_frame_shows_on_another_site_and_opens_the_appeal(
    browser: Browser, host: str, demonstration: Demonstration, pictures: Path
):
    context = browser.new_context(viewport={"width": 600, "height": 400})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host)
    inside = page.frame_locator("iframe")
    inside.get_by_role("heading", name="Free Erzhan Elshibayev").wait_for(timeout=10_000)
    page.screenshot(path=pictures / "embed.png")
    with context.expect_page() as opened:
        inside.get_by_role("link", name="Sign the letter").click()
    assert opened.value.url == f"{demonstration.url}/en/appeals/free-erzhan-elshibayev/?via=embed"
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((demonstration.url, host))] == []
    context.close()
