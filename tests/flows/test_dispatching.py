"""The desk's own people: a dispatcher steers what leaves, another prints and posts, and a partner sees their own alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.flows.conftest import Demonstration
from tests.flows.staffing import PASSWORD, at_the_desk, let_in
from tests.flows.test_walk import SELDOM, reload_until

pytestmark = [pytest.mark.browser]
SIGNERS = 60


def test_a_dispatcher_steers_what_leaves(browser: Browser, demonstration: Demonstration, pictures: Path):
    site = f"{demonstration.url}/admin"
    desk = at_the_desk(browser, demonstration)
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

    # More than a few: looked at, and then done by a worker, on a page that shows itself again without scripts.
    for action, where, reason in (
        ("Hold: do not send it yet", "waiting", "The office moves."),
        ("Release: give it a new turn", "held", "It has moved."),
    ):
        desk.goto(f"{site}/letters/letter/?where={where}")
        for box in rows.locator("input[type=checkbox]").all():
            box.check()
        desk.locator("select[name=action]").select_option(label=action)
        desk.get_by_role("button", name="Go", exact=True).click()
        expect(desk.locator("#content h2")).to_contain_text("letters; 10 of them:")
        _look(desk, pictures / f"many-look-{where}.png")
        desk.get_by_label("Reason").fill(reason)
        desk.locator("#content input[type=submit]").click()
        _look(desk, pictures / f"many-begun-{where}.png")
        expect(desk.locator("#how-far .state")).to_contain_text("Done", timeout=60_000)
        _look(desk, pictures / f"many-done-{where}.png")

    desk.goto(f"{site}/letters/dispatch/sending/")
    desk.get_by_role("button", name="Let everything go on").click()
    expect(desk.locator(".messagelist .success")).to_have_text("Mail leaves again.")
    _look(desk, pictures / "sending.png")
    desk.context.close()


def test_a_dispatcher_prints_a_batch_and_marks_it_posted(
    browser: Browser, demonstration: Demonstration, pictures: Path, tmp_path: Path
):
    site = f"{demonstration.url}/admin"
    admin = at_the_desk(browser, demonstration)
    let_in(admin, site, name="femi", role="dispatcher")
    demonstration.manage("sign_many", "20")
    femi = at_the_desk(browser, demonstration, name="femi", password=PASSWORD, with_scripts=True)
    chosen = femi.get_by_role("button", name=re.compile(r"^Print these \d+$"))

    femi.goto(f"{site}/letters/printbatch/add/")
    expect(femi.get_by_role("heading", name="Print letters")).to_be_visible()
    femi.get_by_label("Also those sent by email").check()
    # Until their signers can no longer take them back.
    for _ in range(60 // SELDOM):
        femi.get_by_role("button", name="See which ones fit").click()
        if chosen.count():
            break
        femi.wait_for_timeout(SELDOM * 1_000)
    _look(femi, pictures / "print-look.png")
    many = int(str(chosen.get_attribute("value")).split()[-1])
    destinations = femi.locator("#fits table").first.locator("tbody tr").count()
    chosen.click()
    # The page asks how far it is, and shows itself again when the files are there.
    letters = femi.get_by_role("link", name=re.compile("^Download letters"))
    letters.wait_for(timeout=90_000)
    _look(femi, pictures / "print-made.png")
    with femi.expect_download() as download:
        letters.click()
    file = tmp_path / "letters.pdf"
    download.value.save_as(file)
    references = {
        found
        for page in PdfReader(file).pages
        for found in re.findall(r"OC-\w{4}-\w{4}", page.extract_text())
    }
    assert len(references) == many

    posted = femi.get_by_role("button", name="All posted …")
    for _ in range(destinations):
        posted.first.click()
        _look(femi, pictures / "print-ask.png")
        femi.get_by_role("button", name=re.compile(r"^Mark \d+ as posted$")).click()
        expect(femi.locator(".messagelist .success")).to_contain_text("posted")
    expect(posted).to_have_count(0)
    _look(femi, pictures / "print-posted.png")
    appeal = f"{demonstration.url}/en/appeals/free-erzhan-elshibayev/"
    counts = femi.locator(".counts dd")
    reload_until(femi, appeal, lambda: counts.all_inner_texts()[2] == str(many))
    femi.context.close()
    admin.context.close()


def test_a_partner_sees_their_own_campaign_alone(
    browser: Browser, demonstration: Demonstration, pictures: Path
):
    site = f"{demonstration.url}/admin"
    admin = at_the_desk(browser, demonstration)
    let_in(admin, site, name="galina", role="partner")
    admin.context.close()
    admin = at_the_desk(browser, demonstration, with_scripts=True)
    _name_partner(admin, site, "galina", "Kazakhstan")
    admin.goto(f"{site}/campaigns/case/?state__exact=published")
    of_all = set(admin.locator("#result_list tbody th").all_inner_texts())
    galina = at_the_desk(browser, demonstration, name="galina", password=PASSWORD)

    galina.goto(site)
    expect(galina.locator("#waiting + p")).to_contain_text("Nothing.")
    # Neither what others have to do, nor how many signed what.
    assert galina.locator(".per-day, #nav-sidebar [href*=letter], #content [href*=letters]").count() == 0
    _look(galina, pictures / "partner-desk.png")
    galina.goto(f"{site}/appeals/appeal/")
    own = galina.get_by_role("link", name="free-erzhan-elshibayev", exact=True)
    expect(own).to_have_count(1)
    address = f"{demonstration.url}{own.get_attribute('href')}"
    own.click()
    _look(galina, pictures / "partner-appeal.png")
    expect(galina.get_by_role("button", name="Save")).to_have_count(0)
    for refused in ("Mail and PDF", "Look ahead", "English"):
        expect(galina.get_by_role("link", name=refused)).to_have_count(0)
    galina.goto(f"{site}/campaigns/case/")
    theirs = set(galina.locator("#result_list tbody th").all_inner_texts())
    assert theirs < of_all
    _look(galina, pictures / "partner-cases.png")
    admin.goto(f"{site}/campaigns/case/?state__exact=published")
    foreign = admin.get_by_role("link", name=min(of_all - theirs), exact=True).get_attribute("href")
    assert galina.goto(f"{demonstration.url}{foreign}").url == f"{site}/"
    expect(galina.locator(".messagelist .warning")).to_contain_text("doesn’t exist")
    _look(galina, pictures / "partner-refused.png")
    for door in (
        "letters/letter/",
        "appeals/signature/",
        "supporters/supporter/",
        "auth/user/",
        "outbox/message/",
    ):
        assert galina.goto(f"{site}/{door}").status == 403

    # Of another campaign from now on: what was theirs is as foreign as the rest.
    _name_partner(admin, site, "galina", "Russia", instead_of="Kazakhstan")
    galina.goto(f"{site}/appeals/appeal/")
    expect(galina.locator("#result_list tbody tr")).to_have_count(0)
    assert galina.goto(address).url == f"{site}/"
    galina.context.close()
    admin.context.close()


def _name_partner(admin: Page, site: str, name: str, campaign: str, *, instead_of: str = "") -> None:
    if instead_of:
        _open_campaign(admin, site, instead_of)
        admin.locator("#id_partnerships-0-DELETE").check()
        admin.get_by_role("button", name="Save", exact=True).click()
    _open_campaign(admin, site, campaign)
    admin.locator("#id_partnerships-0-user").select_option(label=name)
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.locator(".messagelist .success")).to_be_visible()


def _open_campaign(admin: Page, site: str, name: str) -> None:
    admin.goto(f"{site}/campaigns/campaign/?q={name}")
    admin.locator("#result_list tbody th a").first.click()


def _look(desk: Page, picture: Path) -> None:
    desk.screenshot(path=picture, full_page=True)


def _decide(desk: Page, action: str, reason: str) -> None:
    desk.locator("#result_list tbody tr").first.locator("input[type=checkbox]").check()
    desk.locator("select[name=action]").select_option(label=action)
    desk.get_by_role("button", name="Go", exact=True).click()
    desk.get_by_label("Reason").fill(reason)
    desk.locator("#content input[type=submit], #content button[type=submit]").first.click()
