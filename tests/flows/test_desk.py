"""The desk with everything that the seeds hold: each page fits 1280 pixels, asks no browser for what its policy forbids."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.flows.conftest import Demonstration

pytestmark = [pytest.mark.browser]
DESK = {"width": 1280, "height": 900}
LISTS = (
    *("case", "prisoner", "group", "statusrecord", "event", "demand", "call", "figure", "sentence"),
    *("target", "contact", "source", "organisation", "hazard"),
)
PAGES = {
    "import-targets": "campaigns/target/import/",
    "export-targets": "campaigns/target/export/",
    "import-sources": "campaigns/source/import/",
    "on-hold": "letters/letter/on-hold/",
    "new-status": "campaigns/statusrecord/add/",
    "new-case": "campaigns/case/add/",
    "cases-held": "campaigns/case/?held=yes",
    "cases-unsourced": "campaigns/case/?claims=unsourced",
    "old-statuses": "campaigns/prisoner/?status_age=old",
}
# A list that somebody has to scroll through is longer than all countries with their names.
LONGEST_SELECT = 260


@pytest.fixture
def desk(browser: Browser, demonstration: Demonstration):
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(demonstration.url + "/admin/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(demonstration.password)
    page.get_by_role("button", name="Log in").click()
    yield page
    assert said == []
    context.close()


def test_every_page_of_the_record_fits_the_screen(desk: Page, demonstration: Demonstration, pictures: Path):
    complaints: list[str] = []

    def look(name: str) -> None:
        desk.screenshot(path=pictures / f"desk-{name}.png", full_page=True)
        complaints.extend(f"{name}: {words}" for words in wrong_with(desk))

    for name, address in PAGES.items():
        desk.goto(f"{demonstration.url}/admin/{address}")
        look(name)
    for name in LISTS:
        desk.goto(f"{demonstration.url}/admin/campaigns/{name}/")
        look(f"list-{name}")
        desk.locator("#result_list tbody th a").first.click()
        look(f"form-{name}")
        if name == "case":
            desk.get_by_role("link", name="Ledger").click()
            look("ledger")
    assert complaints == []


def wrong_with(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    # `.results` and import tables may scroll inside themselves on a phone; here nothing has to.
    scrolled = page.evaluate(
        """() => [...document.querySelectorAll(".inline-group, .results, fieldset, .ledger .module")]
            .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.id || one.className)"""
    )
    long = page.evaluate(
        f"""() => [...document.querySelectorAll("select")]
            .filter(one => one.options.length > {LONGEST_SELECT}).map(one => one.name)"""
    )
    return [
        *([f"{wide} pixels wide"] if wide > DESK["width"] else []),
        *(f"{one} scrolls sideways" for one in scrolled),
        *(f"the list {one} is endless" for one in long),
    ]
