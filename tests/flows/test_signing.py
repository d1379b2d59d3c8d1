"""Amara signs with words of her own, reads, confirms, sees her place in the queue, changes her letter and takes it back.

On a phone whose browser runs no scripts, and at a desk with scripts; in a language from left to right each time.
"""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Demonstration
from tests.flows.test_walk import DESK, PHONE, reload_until

pytestmark = [pytest.mark.browser]
# Her first letter may still be in the queue when the second one joins it.
PLACE = re.compile(r"the next letter to this office|leaves? before yours")
OWN_WORDS = "I organise a union of bakers in Leeds.\n\nNobody here has forgotten him."


@pytest.fixture(params=["phone", "desk"])
def visit(request: pytest.FixtureRequest, browser: Browser, demonstration: Demonstration):
    """A page, its name, and at the end: no cookie, and nothing asked of other machines."""
    on_phone = request.param == "phone"
    context = browser.new_context(
        viewport=PHONE if on_phone else DESK, java_script_enabled=not on_phone, locale="en-GB"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    yield page, request.param
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((demonstration.url, "data:"))] == []
    context.close()


def test_from_own_words_to_a_changed_letter_that_is_taken_back(
    visit, demonstration: Demonstration, pictures: Path
):
    page, name = visit
    look = lambda what: page.screenshot(path=pictures / f"signing-{what}-{name}.png", full_page=True)  # noqa: E731

    page.goto(demonstration.url + "/en/appeals/free-erzhan-elshibayev/?via=messenger")
    page.get_by_label("Your name", exact=True).fill("Amara\u202e Okafor")
    page.get_by_label("Your mail address").fill(f"amara.{name}@example.org")
    page.get_by_label("Your country").select_option("GB")
    page.get_by_text("Add words of your own").click()
    page.get_by_label("Your own words").fill(OWN_WORDS)
    page.get_by_text("Your name on this page").first.click()
    page.get_by_label("Show my initials on the appeal's page").check()
    look("form")
    time.sleep(2.5)  # the form takes nobody for a person who is faster
    page.get_by_role("button", name="Sign: send me the mail to confirm").click()
    expect(page.locator(".errorlist")).to_contain_text("U+202E")
    expect(page.get_by_label("Your own words")).to_have_value(OWN_WORDS)
    expect(page.get_by_label("Show my initials on the appeal's page")).to_be_checked()
    look("error")
    page.get_by_label("Your name", exact=True).fill("Amara Okafor")
    time.sleep(2.5)
    page.get_by_role("button", name="Sign: send me the mail to confirm").click()
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()

    mine = page.locator("tr", has_text=f"amara.{name}@example.org").get_by_role("link")
    reload_until(page, demonstration.url + "/mail/", lambda: mine.count() > 0)
    mine.first.click()
    body = page.locator("#text")
    assert [typed for typed in ("Okafor", "bakers in Leeds") if typed in body.inner_text()] == []
    expect(body).to_contain_text("Words of your own stand in it too.")
    page.goto(str(body.get_by_role("link", name="signature").get_attribute("href")))
    expect(page.locator(".letter .own-words")).to_contain_text("Nobody here has forgotten him.")
    look("confirm")
    page.get_by_role("button", name="Confirm and send my letter").first.click()

    expect(page.get_by_role("heading", name="Thank you. Your signature counts.")).to_be_visible()
    expect(page.locator(".place")).to_contain_text("A person reads your own words first.")
    reference = page.get_by_text("Your letter has the reference").inner_text().split("reference ")[1][:12]
    look("thanks")
    page.locator("#change > summary").click()
    page.get_by_label("Your own words").fill("")
    page.get_by_label("Your town").fill("York")
    page.get_by_role("button", name="Change my letter").click()
    expect(page.locator(".place")).to_contain_text(PLACE)
    expect(page.locator(".letter")).to_contain_text("York")
    expect(page.locator("main")).not_to_contain_text(reference)

    page.get_by_text("Send it from your own mailbox too").click()
    assert [link for link in hrefs(page) if len(link) > 2_000 or "mfa.kz" in link] == []
    page.get_by_role("button", name="I sent it").click()
    expect(page.get_by_role("button", name="I did not send it after all")).to_be_visible()
    look("changed")
    page.get_by_role("button", name="I did not send it after all").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Your letter on paper (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    page.get_by_role("button", name="Take my signature back").click()
    expect(page.get_by_role("heading", name="You have taken your signature back")).to_be_visible()
    look("withdrawn")


def hrefs(page: Page) -> list[str]:
    links = page.locator("#kit a").all()
    return [str(link.get_attribute("href")) for link in links]
