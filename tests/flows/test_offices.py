"""Chidi finds a wrong address on a phone without scripts and says so; the desk accepts it, and the directory shows it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Demonstration

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def phone(browser: Browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.fixture
def desk(browser: Browser, demonstration: Demonstration):
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    page.goto(demonstration.url + "/admin/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(demonstration.password)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def test_chidi_corrects_an_address_and_the_desk_accepts_it(
    phone: Page, desk: Page, demonstration: Demonstration, pictures: Path
):
    site = demonstration.url
    phone.goto(f"{site}/en/offices/")
    phone.get_by_label("Offices of").select_option("KZ")
    phone.get_by_label("that are in").select_option("GB")
    phone.get_by_role("button", name="Show").click()
    phone.screenshot(path=pictures / "offices.png")
    phone.locator(".offices a").first.click()
    expect(phone.get_by_text("Counts as verified in this demonstration only.").first).to_be_visible()
    phone.screenshot(path=pictures / "office.png", full_page=True)
    phone.get_by_role("link", name="Propose a correction", exact=True).first.click()
    phone.get_by_label("How do you know?").fill("The notice on its door, 20 November.")
    phone.wait_for_timeout(2_500)  # nobody types faster than the form allows
    phone.get_by_role("button", name="Propose it").click()
    expect(phone.locator(".errorlist", has_text="This is what stands here already.")).to_be_visible()
    expect(phone.get_by_label("How do you know?")).to_have_value("The notice on its door, 20 November.")
    phone.screenshot(path=pictures / "correction.png", full_page=True)
    phone.get_by_label("The right mail address").fill("consular@embassy.example")
    phone.wait_for_timeout(2_500)
    phone.get_by_role("button", name="Propose it").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    desk.goto(f"{site}/admin/campaigns/correction/")
    row = desk.locator("#result_list tbody tr").first
    expect(row).to_contain_text("consular@embassy.example")
    desk.screenshot(path=pictures / "corrections.png")
    row.locator("input.action-select").check()
    desk.locator("select[name=action]").select_option("accept_checked")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_label("Reason").fill("I rang the embassy")
    desk.locator("#content").get_by_role("button").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("Accepted and verified: 1 row.")

    phone.get_by_role("link", name="Back to the office").click()
    # The page is kept for a few seconds.
    phone.wait_for_timeout(5_500)
    phone.reload()
    expect(phone.get_by_text("consular@embassy.example")).to_be_visible()
    expect(phone.get_by_text("Verified today.")).to_be_visible()
    desk.goto(f"{site}/admin/campaigns/contact/?check=due")
    desk.screenshot(path=pictures / "contacts-due.png")


@pytest.mark.parametrize("address", ["", "?represents=KZ", "kz-embassy-gb/", "kz-embassy-gb/correct/post/"])
def test_no_page_of_the_directory_is_wider_than_a_small_phone(
    browser: Browser, demonstration: Demonstration, address: str
):
    page = browser.new_page(viewport={"width": 320, "height": 600})
    for language in ("en", "de", "ru"):
        page.goto(f"{demonstration.url}/{language}/offices/{address}")
        expect(page).to_have_url(re.compile("/offices/"))
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()
