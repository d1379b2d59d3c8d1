"""Amara signs on a phone without scripts, confirms, finds her letter delivered with its PDF, and leaves completely."""

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.flows.conftest import Demonstration
from tests.flows.leaving import ask_for_the_link, leave, traces_of

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
ARRIVES_WITHIN = 90
# Letters cool for half a minute; a page that is drawn twice a second meanwhile keeps a processor from the other tests.
SELDOM = 4
LISTS = ("letters/letter/", "outbox/message/", "appeals/appeal/", "campaigns/case/", "campaigns/target/")


@pytest.fixture
def phone(browser: Browser, demonstration: Demonstration):
    """A phone whose browser runs no scripts, and a list of everything it asked other machines for."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((demonstration.url, "data:"))] == []
    context.close()


def test_from_the_appeal_to_the_delivered_letter_and_away_without_scripts(
    phone: Page, browser: Browser, demonstration: Demonstration, pictures: Path, tmp_path: Path
):
    phone.goto(demonstration.url)
    expect(phone.locator(".banner")).to_have_text("Demonstration: nothing leaves this machine")
    phone.get_by_role("link", name="Free Erzhan Elshibayev").click()
    phone.screenshot(path=pictures / "appeal.png")

    phone.get_by_label("Your name").fill("Amara Әлия Okafor")
    phone.get_by_label("Your mail address").fill("amara@example.org")
    phone.get_by_label("Your country").select_option("GB")
    phone.get_by_role("button", name="Show who gets my letter").click()
    expect(phone.locator("#office")).to_contain_text(
        "This is the embassy of Kazakhstan in your country, United Kingdom."
    )
    expect(phone.get_by_label("Your name")).to_have_value("Amara Әлия Okafor")
    phone.get_by_label("The office I write to may see my mail address").check()
    time.sleep(2.5)  # the form takes nobody for a person who is faster
    phone.get_by_role("button", name="Sign: send me the mail to confirm").click()
    expect(phone.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()

    open_mail(phone, demonstration, "Please confirm your signature")
    phone.screenshot(path=pictures / "confirmation.png")
    body = phone.locator("#text")
    assert "Okafor" not in body.inner_text()
    phone.goto(str(body.get_by_role("link", name="signature").get_attribute("href")))
    expect(phone.get_by_role("heading", name="Read your letter, then confirm")).to_be_visible()
    expect(phone.locator(".letter")).to_contain_text("Amara Әлия Okafor")
    phone.screenshot(path=pictures / "confirm.png")
    phone.get_by_role("button", name="Confirm and send my letter").first.click()
    reference = phone.get_by_text("Your letter has the reference").inner_text().split("reference ")[1][:12]
    assert re.fullmatch(r"OC-\w{4}-\w{4}", reference)

    desk = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    open_mail(desk, demonstration, "Erzhan Elshibayev, sentenced to five years in 2019")
    expect(desk.locator("dl").first).to_contain_text("amara@example.org")  # Reply-To
    expect(desk.locator("dl").first).to_contain_text("copies@campaign.example")
    expect(desk.locator("dl").first).to_contain_text("london@mfa.kz")
    with desk.expect_download() as download:
        desk.get_by_role("link", name=f"{reference}.pdf").first.click()
    letter = tmp_path / "letter.pdf"
    download.value.save_as(letter)
    text = PdfReader(letter).pages[0].extract_text()
    for words in ("Amara Әлия Okafor", "Your Excellency,", "125 Pall Mall", reference):
        assert words in text
    subprocess.run(
        ["pdftoppm", "-png", "-r", "70", "-f", "1", "-l", "1", "-singlefile", letter, pictures / "letter"],
        check=True,
    )

    page_of_the_appeal = demonstration.url + "/en/appeals/free-erzhan-elshibayev/"
    reload_until(phone, page_of_the_appeal, lambda: phone.locator(".counts dd").all_inner_texts()[1] == "1")
    expect(phone.locator(".counts dd")).to_have_text(["1", "1", "0", "0"])
    desk.context.close()

    hers = ["Amara Әлия Okafor", "amara@example.org"]
    where = {one.partition(":")[0] for one in traces_of(hers, demonstration, tmp_path)}
    assert {"appeals.Signature.name", "letters.Letter.frozen", "outbox.Message.recipient"} <= where
    ask_for_the_link(phone, demonstration, hers[1])
    open_mail(phone, demonstration, "What we hold about you")
    leave(phone, pictures, name=hers[0], reference=reference)
    assert traces_of(hers, demonstration, tmp_path) == []
    phone.goto(page_of_the_appeal)
    expect(phone.locator(".counts dd")).to_have_text(["1", "1", "0", "0"])


def test_the_desk_has_no_error_in_its_console(browser: Browser, demonstration: Demonstration, pictures: Path):
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.goto(demonstration.url + "/admin/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(demonstration.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("table", name="Ask: appeals")).to_be_visible()
    page.screenshot(path=pictures / "desk.png")
    for address in LISTS:
        page.goto(f"{demonstration.url}/admin/{address}")
        page.screenshot(path=pictures / f"desk-{address.split('/')[1]}.png")
        if address.startswith(("appeals", "campaigns")):  # these have rows from the start
            page.locator("#result_list tbody th a").first.click()
            expect(page.locator("#content h2").first).to_be_visible()
    assert said == []
    context.close()


def open_mail(page: Page, demonstration: Demonstration, subject: str) -> None:
    found = page.get_by_role("link", name=subject)
    reload_until(page, demonstration.url + "/mail/", lambda: found.count() > 0)
    found.first.click()


def reload_until(page: Page, url: str, shows: Callable[[], bool], *, shown: str = "main") -> None:
    """Open a page again and again, as a person would, until it shows what was waited for."""
    deadline, patience = time.monotonic() + ARRIVES_WITHIN, 0.5
    page.goto(url)
    while not shows():
        assert time.monotonic() < deadline, page.locator(shown).inner_text()
        time.sleep(patience)
        patience = min(2 * patience, SELDOM)
        page.goto(url)
