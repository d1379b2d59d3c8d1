"""Amina signs with her Arabic name on a page that runs from right to left, sees her place, moves, and takes it back.

With scripts and without; then the same in English.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import people
from tests.flows import public_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"fa": {"width": 360, "height": 780}, "en": {"width": 1280, "height": 900}}
# Nobody types faster than the form allows (appeals/guarded_form.py).
TYPING = 2_200


@pytest.fixture
def persian(settings, tmp_path):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fa", "Persian")]
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, public_world.persian_words(tmp_path)]


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_from_the_page_to_a_signature_taken_back(
    browser: Browser, live_server, persian, pictures: Path, language, scripts
):
    public_world.build()
    context = browser.new_context(viewport=SIZES[language], java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.goto(f"{live_server.url}/{language}/")
    page.get_by_role("link", name="Free Erzhan Elshibayev").click()
    page.locator("#id_name").fill(public_world.ARABIC_NAME)
    page.locator("#id_email").fill("amina@example.org")
    page.locator("#id_country").select_option("GB")
    if not scripts:
        page.locator("button[name=show]").click()
    expect(page.locator("#office")).to_contain_text("Embassy of Kazakhstan in GB")
    expect(page.locator("#your-letter .letter address")).to_contain_text("1 Embassy Row")
    expect(page.locator("#id_name")).to_have_value(public_world.ARABIC_NAME)
    page.wait_for_timeout(TYPING)
    page.locator(".sign form button").first.click()
    page.wait_for_url("**/check-your-mail/*")
    page.goto(f"{live_server.url}/{language}/signature/{people.link_in_newest_mail()}/")
    expect(page.locator(".letter bdi").first).to_have_text(public_world.ARABIC_NAME)
    page.locator("main form button").first.click()
    expect(page.get_by_text("OC-").first).to_be_visible()
    expect(page.locator(".place .ahead")).to_be_visible()
    page.screenshot(path=pictures / f"confirmed-{language}.png", full_page=True)
    page.locator("#change > summary").click()
    page.locator("#change #id_town").fill("York")
    page.locator("#change form button").click()
    expect(page.locator(".letter").first).to_contain_text("York")
    page.locator("form[action$='/withdraw/'] button").click()
    expect(page.locator("h1")).to_have_text(
        {"en": "You have taken your signature back", "fa": "امضای خود را پس گرفته‌اید"}[language]
    )
    assert context.cookies() == []
    assert said == []
    context.close()
