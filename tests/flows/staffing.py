"""An administrator lets somebody in at the desk, and somebody logs in."""

from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Demonstration

DESK = {"width": 1280, "height": 900}
PASSWORD = "only for this story"


def at_the_desk(
    browser: Browser,
    demonstration: Demonstration,
    *,
    name: str = "demo",
    password: str | None = None,
    with_scripts: bool = False,
) -> Page:
    """Without scripts, if nobody asks for them: most pages of the desk are drawn by the server."""
    context = browser.new_context(viewport=DESK, locale="en-GB", java_script_enabled=with_scripts)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{demonstration.url}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password or demonstration.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def let_in(admin: Page, site: str, *, name: str, role: str) -> None:
    """A new member of staff with this role. The administrator's browser runs no scripts, so that lists are plain ones."""
    admin.goto(f"{site}/auth/user/add/")
    admin.get_by_label("Username").fill(name)
    for field in ("#id_password1", "#id_password2"):
        admin.locator(field).fill(PASSWORD)
    admin.get_by_role("button", name="Save and continue editing").click()
    admin.locator("#id_is_staff").check()
    admin.locator("#id_groups").select_option(label=role)
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.locator(".messagelist .success")).to_contain_text(name)
