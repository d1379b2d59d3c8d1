"""Bela turns a document into a published case at the desk; Chidi finds it under another spelling, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Demonstration
from tests.flows.test_appeal_desk import PASSWORD, let_in, log_in

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def desk(browser: Browser, demonstration: Demonstration):
    """The desk of somebody who has logged in, and everything that its console said."""
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.goto(demonstration.url + "/admin/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(demonstration.password)
    page.get_by_role("button", name="Log in").click()
    yield page
    assert said == []
    context.close()


@pytest.fixture
def phone(browser: Browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_from_a_document_to_a_published_case(
    desk: Page, phone: Page, browser: Browser, demonstration: Demonstration, pictures: Path
):
    site = demonstration.url
    desk.goto(f"{site}/admin/campaigns/source/add/")
    fill(
        desk,
        key="courier-2026",
        title="Baker taken away after the strike",
        publisher="The Exampletown Courier",
    )
    dated(desk, "2026-11-20")
    desk.screenshot(path=pictures / "case-source.png")
    save(desk)

    desk.goto(f"{site}/admin/campaigns/prisoner/add/")
    fill(desk, key="bakerova", name="Amina Bakerova")
    desk.locator("#id_country").select_option("KZ")
    desk.get_by_role("button", name="Add another Alias").click()
    fill(desk, **{"aliases-0-name": "Амина Пекарева"})
    save(desk)

    desk.goto(f"{site}/admin/campaigns/case/add/")
    fill(
        desk,
        key="bakerova",
        title="Amina Bakerova",
        summary="She baked bread for strikers and was taken away.",
    )
    choose(desk, "campaign", "Kazakhstan")
    desk.locator("#id_country").select_option("KZ")
    desk.get_by_role("button", name="Add another Case beneficiary").click()
    choose(desk, "links-0-beneficiary", "Bakerova")
    save(desk)

    desk.goto(f"{site}/admin/campaigns/event/add/")
    choose(desk, "case", "Bakerova")
    choose(desk, "beneficiary", "Bakerova")
    desk.locator("#id_kind").select_option("arrest")
    fill(desk, text="Two men in plain clothes took her from the bakery.", attributed_to="Her sister")
    desk.locator("#id_is_allegation").check()
    dated(desk, "2026-11-19")
    cite(desk)
    desk.screenshot(path=pictures / "case-event.png", full_page=True)
    save(desk)

    desk.goto(f"{site}/admin/campaigns/statusrecord/add/")
    choose(desk, "beneficiary", "Bakerova")
    desk.locator("#id_status").select_option("detained")
    fill(desk, text="Held; where is not known.", as_of="2026-11-20")
    dated(desk, "2026-11-19")
    choose(desk, "source", "courier-2026")
    fill(desk, lines="3-7")
    save(desk)

    act_on_the_case(desk, site, "Publish the chosen cases")
    expect(desk.locator(".messagelist .error")).to_contain_text("cannot be published yet")
    phone.goto(f"{site}/en/cases/amina-bakerova/")
    expect(phone.get_by_role("heading", name="There is nothing at this address")).to_be_visible()

    desk.get_by_role("link", name="Amina Bakerova").first.click()
    expect(desk.locator(".field-missing")).to_contain_text("lacks a review")
    desk.locator("fieldset", has=desk.locator(".field-missing")).screenshot(
        path=pictures / "case-missing.png"
    )
    act_on_the_case(desk, site, "Mark all sourced claims of the chosen cases as reviewed")
    expect(desk.locator(".messagelist .error")).to_contain_text("A second person has to read it")
    expect(desk.locator(".messagelist .error")).to_contain_text("Who can: dana.")
    desk.screenshot(path=pictures / "case-second-person.png")
    let_in(desk, site, "dana")
    dana = log_in(browser, site, "dana", PASSWORD)
    act_on_the_case(dana, site, "Mark all sourced claims of the chosen cases as reviewed")
    act_on_the_case(dana, site, "Publish the chosen cases")
    expect(dana.locator(".messagelist .success")).to_contain_text("Amina Bakerova: published.")
    dana.context.close()

    phone.goto(f"{site}/en/cases/")
    phone.screenshot(path=pictures / "cases.png")
    phone.get_by_label("A name, in any spelling or script").fill("Пекарёва")
    phone.get_by_role("button", name="Search").click()
    expect(phone.get_by_text("Also written Амина Пекарева")).to_be_visible()
    phone.get_by_role("link", name="Amina Bakerova").click()
    expect(phone.locator(".status")).to_contain_text("as of 20 November 2026")
    expect(phone.locator(".timeline")).to_contain_text("According to her sister:")
    phone.screenshot(path=pictures / "case.png", full_page=True)
    phone.get_by_role("link", name="1", exact=True).first.click()
    expect(phone.locator("#s1")).to_contain_text("Baker taken away after the strike")


def test_a_case_leads_to_the_appeal_that_can_be_signed(
    phone: Page, demonstration: Demonstration, pictures: Path
):
    phone.goto(f"{demonstration.url}/en/cases/?q=Jelschibajew")
    phone.get_by_role("link", name="Erzhan Elshibayev").click()
    phone.screenshot(path=pictures / "case-elshibayev.png")
    phone.get_by_role("link", name="Read and sign the letter").click()
    expect(phone.get_by_role("heading", name="Free Erzhan Elshibayev")).to_be_visible()
    phone.get_by_role("link", name="The whole case").click()
    expect(phone).to_have_url(re.compile("/en/cases/erzhan-elshibayev/$"))


@pytest.mark.parametrize("slug", ["", "zhanaozen-inquiry/"])
def test_no_page_is_wider_than_a_small_phone(browser: Browser, demonstration: Demonstration, slug: str):
    page = browser.new_page(viewport={"width": 320, "height": 600})
    for language in ("en", "de", "ru"):
        page.goto(f"{demonstration.url}/{language}/cases/{slug}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def choose(page: Page, name: str, typed: str) -> None:
    """Type into an autocomplete field and take what it offers first."""
    page.locator(f"[aria-labelledby=select2-id_{name}-container]").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=re.compile(typed, re.IGNORECASE)).first.click()


def dated(page: Page, day: str) -> None:
    page.locator("#id_date_from").fill(day)
    page.locator("#id_date_to").fill(day)
    page.locator("#id_precision").select_option("day")


def cite(page: Page) -> None:
    page.get_by_role("button", name="Add another Citation").click()
    choose(page, "citations-0-source", "courier-2026")
    fill(page, **{"citations-0-lines": "3-7"})


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def act_on_the_case(page: Page, site: str, action: str) -> None:
    page.goto(f"{site}/admin/campaigns/case/?q=Bakerova")
    # The search also offers names a letter or two away.
    page.locator("#result_list tbody tr", has_text="Amina Bakerova").locator("input.action-select").check()
    page.locator("select[name=action]").select_option(label=action)
    page.get_by_role("button", name="Go").click()
