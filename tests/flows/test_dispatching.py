"""The dispatcher stops all mail with one button, sees a pace before setting it, and lets a held letter go on with a reason."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Demonstration
from tests.flows.test_walk import reload_until

pytestmark = [pytest.mark.browser]
DESK = {"width": 1280, "height": 900}
SIGNERS = 60


def test_a_dispatcher_steers_what_leaves(browser: Browser, demonstration: Demonstration, pictures: Path):
    site = f"{demonstration.url}/admin"
    desk = _at_the_desk(browser, demonstration)
    # Nothing leaves while the story is told.
    desk.get_by_role("button", name="Pause everything").click()
    expect(desk.locator(".messagelist .success")).to_have_text("Nothing leaves any more.")
    _look(desk, pictures / "sending-paused.png")
    desk.goto(site)
    expect(desk.get_by_role("heading", name="Nothing leaves: everything is paused")).to_be_visible()
    desk.screenshot(path=pictures / "desk-paused.png")

    # So many that somebody in Britain is among them: who signs where is left to chance.
    demonstration.manage("sign_many", "80")
    rows = desk.locator("#result_list tbody tr")
    london = rows.filter(has_text=re.compile("United Kingdom|London")).first
    reload_until(desk, f"{site}/letters/dispatch/", lambda: london.count() > 0, shown="#content")
    _look(desk, pictures / "dispatches.png")
    london.locator("th a").click()
    desk.get_by_label("Letters an hour").fill("1")
    desk.get_by_label("Office hours").fill("9-17")
    desk.get_by_role("button", name="Set this pace").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("The pace is set: 1 letter an hour")

    demonstration.manage("sign_many", str(SIGNERS))
    leaves = desk.get_by_role("row", name="Last letter leaves")
    reload_until(desk, desk.url, lambda: "(Europe/London)" in leaves.inner_text(), shown="#content")
    _look(desk, pictures / "dispatch.png")
    desk.get_by_label("Letters an hour").fill("100")
    desk.get_by_label("Office hours").fill("always")
    desk.get_by_role("button", name="See what that changes").click()
    would_be = desk.get_by_role("status")
    expect(would_be).to_contain_text("With 100 letters an hour, day and night, Europe/London")
    expect(would_be).to_contain_text("Nothing is saved yet.")
    forecast = leaves.locator("strong").inner_text()
    as_it_would_be, as_it_is = would_be.locator("p").all_inner_texts()
    assert (forecast in as_it_is, forecast in as_it_would_be) == (True, False)
    _look(desk, pictures / "dispatch-would-be.png")
    desk.get_by_role("button", name="Set this pace").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("The pace is set: 100 letters an hour")
    assert leaves.locator("strong").inner_text() != forecast

    waiting = f"{site}/letters/letter/?where=waiting"
    desk.goto(f"{site}/letters/dispatch/")
    london.locator("th a").click()
    desk.get_by_label("Letters an hour").fill("1")
    desk.get_by_role("button", name="Set this pace").click()
    desk.goto(waiting)
    reference = rows.first.locator("th").inner_text()
    _decide(desk, "Hold: do not send it yet", "Is this the right office?")
    desk.goto(f"{site}/letters/letter/?where=held")
    expect(rows.first).to_contain_text(reference)
    expect(rows.first).to_contain_text("Is this the right office?")
    _look(desk, pictures / "letters-held.png")
    _decide(desk, "Release: give it a new turn", "It is: checked on their page.")
    expect(desk.locator(".messagelist .success")).to_have_text("Released: 1 row.")
    # Its row says so until it is made anew, which is at once; its history says so for good.
    desk.goto(f"{site}/letters/letter/?q={reference}")
    rows.first.locator("th a").click()
    desk.get_by_role("link", name="History").click()
    expect(desk.locator("#change-history")).to_contain_text("Held: Is this the right office?")
    expect(desk.locator("#change-history")).to_contain_text("Released: It is: checked on their page.")
    _look(desk, pictures / "letter-history.png")

    desk.goto(f"{site}/letters/dispatch/sending/")
    desk.get_by_role("button", name="Let everything go on").click()
    expect(desk.locator(".messagelist .success")).to_have_text("Mail leaves again.")
    _look(desk, pictures / "sending.png")
    desk.context.close()


def _at_the_desk(browser: Browser, demonstration: Demonstration) -> Page:
    """Without scripts: each of these pages is drawn by the server."""
    page = browser.new_context(viewport=DESK, locale="en-GB", java_script_enabled=False).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{demonstration.url}/admin/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(demonstration.password)
    page.get_by_role("button", name="Log in").click()
    return page


def _look(desk: Page, picture: Path) -> None:
    desk.screenshot(path=picture, full_page=True)


def _decide(desk: Page, action: str, reason: str) -> None:
    desk.locator("#result_list tbody tr").first.locator("input[type=checkbox]").check()
    desk.locator("select[name=action]").select_option(label=action)
    desk.get_by_role("button", name="Go", exact=True).click()
    desk.get_by_label("Reason").fill(reason)
    desk.locator("#content input[type=submit], #content button[type=submit]").first.click()
