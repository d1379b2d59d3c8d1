"""Every kind of public page in a real browser: no rule of WCAG 2.2 AA that a machine can check is broken.

Phone and desk, light and dark, from left to right and from right to left. Pictures of all go to var/pictures/public/.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from appeals import signing
from appeals.models import Signature
from letters import freezing, verifying
from letters.models import Letter
from mailings.unsubscribing import token_of
from rights import links as rights_links
from rights.models import Receipt
from tests import people
from tests.flows import public_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
LOOKS = [
    ("en", "phone", PHONE, "light"),
    ("en", "desk", DESK, "dark"),
    ("fa", "phone", PHONE, "dark"),
    ("fa", "desk", DESK, "light"),
]
# Smaller than this and a thumb misses it (WCAG 2.2, 2.5.8); words inside a sentence are the exception of that rule.
TARGET_PIXELS = 24


@pytest.fixture
def folder(pictures: Path) -> Path:
    (pictures / "public").mkdir(exist_ok=True)
    return pictures / "public"


@pytest.fixture
def persian(settings, tmp_path):
    """A language from right to left, which the product does not ship: a few of our words, the rest is Django's and Babel's."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("fa", "Persian")]
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, public_world.persian_words(tmp_path)]


def links(language: str) -> dict[str, str]:
    """An address for each kind of page; Amara's Arabic name stands on those behind a link from a mail."""
    world = public_world.build()
    now = timezone.now()
    shown: dict[str, str] = {
        "index": "",
        "appeal": "appeals/free-erzhan-elshibayev/",
        "appeal-office": "appeals/free-erzhan-elshibayev/?country=GB",
        "appeal-won": f"appeals/{world.won.slug}/",
        "appeal-closed": f"appeals/{world.closed.slug}/",
        "check-your-mail": "appeals/free-erzhan-elshibayev/check-your-mail/",
        "cases": "cases/",
        "case": "cases/elshibayev/",
        "offices": "offices/",
        "office": f"offices/{world.office.key}/",
        "correction": f"offices/{world.office.key}/correct/email/",
        "verify": "verify/",
        "updates": "updates/",
        "not-here": "nothing/",
    }
    for state in ("pending", "confirmed", "withdrawn"):
        people.amara_signs(
            world.open, now=now, language="en", name=public_world.ARABIC_NAME, email=f"{state}@example.org"
        )
        token = people.link_in_newest_mail()
        signature = signing.by_link(token)
        assert isinstance(signature, Signature)
        if state != "pending":
            signing.confirm(signature=signature, now=now)
            signature.refresh_from_db()
        if state == "withdrawn":
            signing.withdraw(signature=signature, now=now)
        shown[f"signature-{state}"] = f"signature/{token}/"
    told = people.amara_confirms(world.open, now=now, email="told@example.org", wants_updates=True)
    shown["choose-updates"] = f"updates/choose/{token_of(told.supporter_id)}/"
    freezing.freeze(now=now)
    letter = Letter.objects.latest("pk")
    shown["verified"] = f"v/{letter.reference}/{verifying.code_of(letter.digest)}/"
    shown["verified-not"] = f"v/{letter.reference}/0000-0000/"
    shown["report"] = f"report/{public_world.answered(letter, now=now)}/"
    supporter = Signature.objects.confirmed().exclude(supporter=None).latest("pk").supporter_id
    shown |= {
        "ask-for-your-data": "your-data/",
        "your-data": f"your-data/{rights_links.token_of(supporter, now=now)}/",
        "receipt": f"your-data/receipt/{Receipt.objects.create(number='ER-TEST', at=now).number}/",
    }
    return {name: f"/{language}/{address}" for name, address in shown.items()}


@pytest.mark.parametrize(("language", "device", "size", "scheme"), LOOKS)
def test_no_kind_of_page_breaks_a_rule(
    browser: Browser, live_server, persian, folder: Path, language, device, size, scheme
):
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    for name, address in links(language).items():
        page.goto(live_server.url + address)
        if name == "appeal":
            complaints += [
                f"{name}, with errors: {one}"
                for one in wrong_with_errors(page, folder, f"{language}-{device}-{scheme}")
            ]
        page.screenshot(path=folder / f"{name}-{language}-{device}-{scheme}.png", full_page=True)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        complaints += [f"{name}: {one}" for one in wrong_with(page)]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            complaints.append(f"{name}: wider than the screen")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
    context.close()
    assert complaints == []


def wrong_with_errors(page: Page, folder: Path, look: str) -> list[str]:
    """Sign with what cannot be right; then go back."""
    address = page.url
    page.locator("#id_name").fill(public_world.ARABIC_NAME)
    page.locator("#id_email").fill("amara@localhost")
    page.locator("#id_country").select_option("GB")
    page.locator(".sign form button").first.click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.screenshot(path=folder / f"appeal-errors-{look}.png", full_page=True)
    found = wrong_with(page)
    page.locator("[role=alert] a").first.click()
    expect(page.locator("#id_email")).to_be_focused()
    page.goto(address)
    return found


def wrong_with(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    broken = [
        f"{one['id']} at {one['nodes'][0]['target']}: {one['nodes'][0]['html'][:160]}" for one in results
    ]
    small = page.evaluate(
        """least => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, summary, nav a")]
            .filter(one => !one.closest(".decoy"))
            .filter(one => { const box = one.getBoundingClientRect();
                             return box.width && (box.height < least || box.width < least) && !one.matches("[type=checkbox], [type=radio]") })
            .map(one => one.outerHTML.slice(0, 120))""",
        TARGET_PIXELS,
    )
    return [*broken, *(f"too small: {one}" for one in small)]
