"""Bela goes from a published case to a draft in two languages; Dana reads the mail and the paper, approves and opens it."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.flows.conftest import Demonstration

pytestmark = [pytest.mark.browser]
DESK = {"width": 1280, "height": 900}
PASSWORD = "only for this story"


def test_from_a_case_to_an_open_appeal_with_two_people(
    browser: Browser, demonstration: Demonstration, pictures: Path, tmp_path: Path
):
    site = demonstration.url
    admin = log_in(browser, site, "demo", demonstration.password)
    for name in ("bela", "dana"):  # the demonstration gives them their roles, editor and approver
        let_in(admin, site, name)
    admin.context.close()

    bela = log_in(browser, site, "bela", PASSWORD)
    bela.goto(f"{site}/admin/campaigns/case/?q=Elshibayev")
    bela.get_by_role("link", name="Erzhan Elshibayev").click()
    bela.get_by_role("link", name="Draft an appeal").click()
    bela.get_by_label("Русский").check()
    bela.screenshot(path=pictures / "appeal-start.png", full_page=True)
    bela.get_by_role("button", name="Draft the appeal").click()
    expect(bela.locator(".messagelist .success")).to_contain_text("Drafted.")
    bela.screenshot(path=pictures / "appeal-draft.png", full_page=True)
    appeal = bela.url

    bela.get_by_role("link", name="Русский").click()
    bela.screenshot(path=pictures / "appeal-gaps.png", full_page=True)
    bela.get_by_role("button", name="Submit for approval").click()
    expect(bela.locator(".messagelist .error")).to_contain_text("has a gap")
    for number, gap in enumerate(bela.locator(".gaps textarea").all(), start=1):
        gap.fill(f"Перевод записи {number}")
    bela.locator("#id_slogan").fill("Свободу!")
    bela.locator("#id_slogan").press("Enter")  # saves all that was typed, and neither submits nor leaves
    expect(bela.locator("#id_body")).to_have_value(re.compile("Перевод записи 1"))
    lead = "Напишите письмо в посольство и попросите о его освобождении."
    bela.locator("#id_lead").fill(lead)
    bela.get_by_role("button", name="Submit for approval").click()
    expect(bela.locator("#id_lead")).to_have_value(lead)
    expect(bela.locator("#id_slogan")).to_have_value("Свободу!")
    expect(bela.get_by_text("A second person has to approve it.").first).to_be_visible()
    bela.goto(appeal)
    bela.get_by_role("link", name="English").click()
    bela.get_by_role("button", name="Submit for approval").click()
    bela.screenshot(path=pictures / "appeal-text.png", full_page=True)

    dana = log_in(browser, site, "dana", PASSWORD)
    dana.locator("#waiting + ul").get_by_role("link").first.click()
    dana.get_by_role("link", name="erzhan-elshibayev", exact=True).click()
    expect(dana.locator(".stages .here")).to_have_text("In review")
    dana.get_by_role("link", name="Mail and PDF").first.click()
    london = dana.locator("#office option", has_text="United Kingdom:").get_attribute("value")
    dana.locator("#office").select_option(london)
    dana.get_by_role("button", name="Show").click()
    expect(dana.locator(".headers")).to_contain_text("london@mfa.kz")
    expect(dana.frame_locator("iframe").first.get_by_text("Your Excellency,")).to_be_visible()
    dana.locator("h1").scroll_into_view_if_needed()
    dana.wait_for_timeout(4_000)  # Chromium's own viewer draws the paper when it likes, and tells nobody
    dana.screenshot(path=pictures / "appeal-preview.png")
    address = str(dana.get_by_role("link", name="Open the PDF").get_attribute("href"))
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(dana.request.get(site + address).body())
    assert "Amara Example" in PdfReader(paper).pages[0].extract_text()
    subprocess.run(
        ["pdftoppm", "-png", "-r", "70", "-f", "1", "-singlefile", paper, pictures / "appeal-paper"],
        check=True,
    )
    dana.get_by_role("button", name="Mail me this letter as a test").click()
    expect(dana.locator(".messagelist .success")).to_contain_text("dana@desk.example, and to nobody else")

    dana.goto(appeal)
    dana.get_by_role("link", name="Русский").click()
    dana.get_by_role("button", name="Approve as it stands").click()
    expect(dana.locator(".messagelist .error")).to_contain_text("has to read it first")
    dana.get_by_role("button", name="I speak this language and have read it").click()
    dana.get_by_role("button", name="Approve as it stands").click()
    expect(dana.locator(".next-step")).to_contain_text("approved by dana as it stands")
    dana.goto(appeal)
    dana.get_by_role("link", name="English").click()
    dana.get_by_role("button", name="Approve as it stands").click()
    dana.goto(appeal)
    expect(dana.locator(".next-step")).to_contain_text("Nobody has looked at what its first week would send.")
    dana.get_by_role("link", name="Look ahead").click()
    dana.get_by_label("Signatures a day").fill("GB 30\nDE 20")
    dana.get_by_role("button", name="Look ahead").click()
    expect(dana.get_by_role("heading", name="350 signatures in 7 days")).to_be_visible()
    dana.screenshot(path=pictures / "look-ahead.png", full_page=True)
    dana.goto(appeal)
    expect(dana.locator(".next-step")).to_contain_text("Nothing is missing")
    dana.screenshot(path=pictures / "appeal-ready.png", full_page=True)
    dana.get_by_role("button", name="Open for signatures").click()
    expect(dana.locator(".messagelist .error")).to_contain_text("A second person has to open it")
    bela.goto(appeal)
    bela.get_by_role("button", name="Open for signatures").click()
    expect(bela.locator(".stages .here")).to_have_text("Open")
    bela.get_by_role("link", name="Its page").click()
    expect(bela.get_by_role("heading", name="Erzhan Elshibayev: write to those responsible")).to_be_visible()
    dana.goto(f"{site}/mail/")
    expect(dana.get_by_role("link", name="[TEST]").first).to_be_visible()
    for page in (bela, dana):
        page.context.close()


def log_in(browser: Browser, site: str, name: str, password: str) -> Page:
    page = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def let_in(admin: Page, site: str, name: str) -> None:
    """An administrator gives somebody an address and a password."""
    admin.goto(f"{site}/admin/auth/user/?q={name}")
    admin.get_by_role("link", name=name, exact=True).click()
    admin.locator("#id_email").fill(f"{name}@desk.example")
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
    admin.goto(admin.url.replace("/change/", "/password/"))
    for field in ("#id_password1", "#id_password2"):
        admin.locator(field).fill(PASSWORD)
    if admin.locator("input[name=usable_password]").count():
        admin.locator("input[name=usable_password][value=true]").check()
    admin.locator("input[type=submit]").first.click()
    expect(admin.locator(".messagelist .success")).to_be_visible()
