"""A browser with a security key (Chromium's virtual authenticator) goes through the door, and the pages are looked at."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from staff.models import Passkey
from tests.staff.door import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}


def test_bela_adds_a_passkey_and_opens_the_desk_with_it(
    browser: Browser, live_server, settings, pictures: Path
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    settings.OUTCRY_URL = live_server.url
    bela = User.objects.create_user("bela", password=PASSWORD, is_staff=True, is_superuser=True)
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {**KEY, "automaticPresenceSimulation": True, "hasResidentKey": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def look(name: str) -> None:
        page.screenshot(path=pictures / f"door-{name}.png", full_page=True)

    def log_in() -> None:
        page.goto(f"{live_server.url}/admin/")
        page.get_by_label("Username").fill("bela")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()

    log_in()
    look("add")
    page.get_by_label("What to call it").fill("Blue key")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_selector(".codes")
    look("codes")
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="I have them on paper").click()
    page.get_by_role("link", name="Your account").click()
    look("account")
    assert Passkey.objects.get().name == "Blue key"
    page.goto(f"{live_server.url}/admin/auth/user/{bela.pk}/access/")
    look("access")
    page.goto(f"{live_server.url}/admin/trail/entry/")
    look("trail")
    page.goto(f"{live_server.url}/admin/trail/entry/1/change/")
    look("entry")
    page.get_by_role("button", name="Log out").click()
    log_in()
    look("second-step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_selector("#user-tools")
    assert Passkey.objects.get().used_at is not None
    assert said == []
    page.close()
