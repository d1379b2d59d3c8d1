"""Bela releases an update, pauses it and lets it go on, in a browser; meanwhile its workers are killed. Each reader gets it once.

`OUTCRY_FLOW_READERS=10000` tells the story at the size that the house promises.
"""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Browser, Page, expect

from mailings.models import Mailing
from tests.faults import of_mailing
from tests.faults.house import House
from tests.people import bela
from tests.staff.door import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.django_db(transaction=True)]
READERS = int(os.environ.get("OUTCRY_FLOW_READERS", "90"))
DEADLINE = 240.0 + READERS / 5


class AtTheDesk(of_mailing.Verbs):
    def __init__(self, page: Page, site: str, pictures: Path) -> None:
        self.page, self.site, self.pictures = page, site, pictures

    def release(self, mailing: Mailing) -> None:
        self.page.goto(f"{self.site}/admin/mailings/mailing/{mailing.pk}/decide/")
        self.page.get_by_label("Spread over minutes").fill("0")
        self._press("Release", "Release: done.", "mailing-released")

    def pause(self, mailing: Mailing) -> None:
        self.page.get_by_label("Why").fill("The family asked.")
        self._press("Pause", "Pause: done.", "mailing-paused")
        expect(self.page.locator(".ledger")).to_contain_text("Paused by bela")

    def resume(self, mailing: Mailing) -> None:
        self.page.reload()
        self.page.screenshot(path=self.pictures / "mailing-at-rest.png", full_page=True)
        self._press("Let it go on", "Let it go on: done.", "mailing-goes-on")

    def _press(self, button: str, answer: str, picture: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".messagelist .success")).to_have_text(answer)
        self.page.screenshot(path=self.pictures / f"{picture}.png", full_page=True)


def test_an_update_that_is_paused_and_loses_its_workers_reaches_each_reader_once(
    browser: Browser, live_server, pictures: Path, tmp_path: Path
) -> None:
    user = bela()
    user.set_password(PASSWORD)
    user.save()
    rights = Permission.objects.filter(codename__in=("view_mailing", "release_mailing"))
    user.user_permissions.set(rights)
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, locale="en-GB", java_script_enabled=False
    )
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("bela")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()

    house = House(tmp_path, deadline=DEADLINE)
    try:
        house.open_for_mail()
        at_the_desk = AtTheDesk(page, live_server.url, pictures)
        verdict = of_mailing.paused_and_killed(house, READERS, by=at_the_desk)
    finally:
        house.end()
    print(verdict.line())  # noqa: T201 -- for whoever runs it at full size, with -s
    assert (verdict.lost, verdict.repeated, verdict.strangers) == (0, 0, 0)
    assert verdict.more == {"in_the_pause": 0, "state": "finished"}
    assert 0 < verdict.held < READERS
    page.reload()
    expect(page.locator(".ledger")).to_contain_text(f"{READERS} accepted by mail servers")
    page.screenshot(path=pictures / "mailing-finished.png", full_page=True)
    page.close()
