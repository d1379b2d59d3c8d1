"""Amara leaves by the page behind the foot of every page, and the whole house is searched for her."""

import json
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.flows.conftest import Demonstration

SEARCH = """
import json
from pathlib import Path
from tests.rights.traces import traces
folder = Path({folder!r})
found = traces({words!r}, *(folder / name for name in ("prints", "post", "media")))
Path({out!r}).write_text(json.dumps(found))
"""


def traces_of(words: list[str], demonstration: Demonstration, scratch: Path) -> list[str]:
    """Where these words stand: `room.Model.column: word`, or `file: word`."""
    out = scratch / "traces.json"
    demonstration.manage(
        "shell",
        "--no-imports",
        "-c",
        SEARCH.format(folder=str(demonstration.folder), words=words, out=str(out)),
    )
    found: list[str] = json.loads(out.read_text())
    return found


def ask_for_the_link(page: Page, demonstration: Demonstration, address: str) -> None:
    page.goto(demonstration.url)
    page.get_by_role("link", name="Your data").click()
    page.get_by_label("Your mail address").fill(address)
    time.sleep(2.5)  # the form takes nobody for a person who is faster
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()


def leave(page: Page, pictures: Path, *, name: str, reference: str) -> None:
    """From the mail with the link to the receipt."""
    page.goto(str(page.locator("#text").get_by_role("link", name="your-data").get_attribute("href")))
    expect(page.get_by_role("heading", name="What we hold about you")).to_be_visible()
    expect(page.locator(".since")).to_contain_text(name)
    expect(page.locator(".since")).to_contain_text(reference)
    page.screenshot(path=pictures / "your-data.png", full_page=True)
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("alert")).to_have_text("Please tick the box first.")
    page.get_by_label("Yes, erase everything about me.").check()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", name="Everything about you is erased")).to_be_visible()
    page.screenshot(path=pictures / "receipt.png", full_page=True)
