"""Amara signs while an appeal is flooded: her browser calculates and she is taken; without scripts a person looks first."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from appeals import moderating
from appeals.models import Appeal, Signature
from outbox.models import Message
from tests import people
from tests.flows import public_world
from tests.flows.test_right_to_left import TYPING
from tests.flows.test_walk import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRESS = "Sign: send me the mail to confirm"
# The calculation itself, on a machine that does other things too.
CALCULATES_WITHIN = 60_000


@pytest.fixture
def visit(browser: Browser, live_server):
    """Opens the flooded appeal with scripts or without, fills in the form and presses once. At the end: nothing was complained of."""
    world = public_world.build()
    Appeal.objects.filter(pk=world.open.pk).update(asks_challenge=True)
    contexts = []
    said: list[str] = []

    def open_and_press(*, scripts: bool) -> Page:
        context = browser.new_context(viewport=DESK if scripts else PHONE, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
        page.on("pageerror", lambda one: said.append(str(one)))
        page.goto(f"{live_server.url}/en/appeals/{world.open.slug}/")
        page.get_by_label("Your name", exact=True).fill("Amara Okafor")
        page.get_by_label("Your mail address").fill("amara@example.org")
        page.get_by_label("Your country").select_option("GB")
        page.wait_for_timeout(TYPING)
        page.get_by_role("button", name=PRESS).click()
        expect(page.get_by_role("alert")).to_contain_text("Please press the button once more.")
        expect(page.get_by_label("Your name", exact=True)).to_have_value("Amara Okafor")
        return page

    yield open_and_press
    for context in contexts:
        assert context.cookies() == []
        context.close()
    # The browser itself names the status of a page that asks for a second press.
    assert [words for words in said if "429" not in words] == []


def test_with_scripts_the_browser_calculates_and_the_mail_comes(visit, pictures: Path):
    page = visit(scripts=True)
    assert Message.objects.count() == 0
    state = page.locator("#challenge")
    expect(state).to_have_text(
        "Your browser has finished. Please press the button.", timeout=CALCULATES_WITHIN
    )
    page.screenshot(path=pictures / "challenge-solved.png", full_page=True)
    page.get_by_role("button", name=PRESS).click()
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()
    assert (signature().state, signature().moderation) == ("pending", "none")
    page.goto(page.url.partition("/appeals/")[0] + f"/signature/{people.link_in_newest_mail()}/")
    expect(page.get_by_role("heading", name="Read your letter, then confirm")).to_be_visible()


def test_who_presses_before_the_browser_has_finished_is_sent_on_by_it(visit, pictures: Path):
    page = visit(scripts=True)
    expect(page.locator("#challenge")).not_to_have_text("")  # it has begun
    page.evaluate("document.querySelector('.sign form').requestSubmit()")
    expect(page).to_have_url(re.compile(r"/check-your-mail/(#sign)?$"), timeout=CALCULATES_WITHIN)
    assert (signature().state, signature().moderation) == ("pending", "none")
    assert Message.objects.get().kind == "confirmation"


def test_without_scripts_a_person_looks_first_and_the_page_says_so(visit, pictures: Path):
    page = visit(scripts=False)
    expect(page.locator("#challenge")).to_have_text("")
    page.screenshot(path=pictures / "challenge-no-scripts.png", full_page=True)
    page.get_by_role("button", name=PRESS).click()
    expect(page.get_by_role("heading", name="Somebody will look at your signature first")).to_be_visible()
    expect(page).to_have_title("Somebody will look at your signature first · Outcry")
    page.screenshot(path=pictures / "challenge-waits.png", full_page=True)
    assert Message.objects.count() == 0
    assert (signature().state, signature().moderation) == ("pending", "waiting")

    moderating.pass_on(signature=signature(), by=people.dana(), now=timezone.now())
    page.goto(page.url.partition("/appeals/")[0] + f"/signature/{people.link_in_newest_mail()}/")
    expect(page.get_by_role("heading", name="Read your letter, then confirm")).to_be_visible()


def signature() -> Signature:
    return Signature.objects.get()
