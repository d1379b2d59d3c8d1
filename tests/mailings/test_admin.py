"""At the desk: drafts that wait, the mail as it will leave, who gets it, and buttons for those who may."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from mailings import wording
from mailings.models import Mailing
from tests.config.test_admin_site import INLINE
from tests.mailings.factories import again, approved, drafted, enqueued, released, submitted
from tests.people import bela, dana

LIST = "admin:mailings_mailing_changelist"
WRITES = ("view_mailing", "change_mailing", "view_mailingtext", "add_mailingtext", "change_mailingtext")


def desk(user: User, *rights: str) -> Client:
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="mailings", codename__in=rights)
    )
    client = Client()
    client.force_login(user)
    return client


def page_of(mailing: Mailing) -> str:
    return reverse("admin:mailings_deciding", args=[mailing.pk])


def press(client: Client, mailing: Mailing, button: str, **more: str) -> str:
    answer = client.post(page_of(mailing), {"button": button, **more}, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_bela_finds_the_draft_edits_and_submits_it(appeal):
    mailing = drafted(appeal)
    client = desk(bela(), *WRITES)
    waiting = client.get(reverse(LIST), {"waits": "draft"}).text
    assert "an editor (1)" in waiting
    assert page_of(mailing) in waiting
    first, second, third = mailing.texts.all()
    rows = {
        f"texts-{number}-{name}": getattr(text, name)
        for number, text in enumerate((first, second, third))
        for name in ("id", "language", "subject", "body")
    }
    form = {"texts-TOTAL_FORMS": "3", "texts-INITIAL_FORMS": "3", **rows, "texts-1-body": "She is at home."}
    change = reverse("admin:mailings_mailing_change", args=[mailing.pk])
    assert client.post(change, form).url == page_of(mailing)
    second.refresh_from_db()
    assert (second.body, again().written_by) == ("She is at home.", bela())
    assert press(client, mailing, "submit") == "Submit for approval: done."
    assert again().state == "in_review"


def test_dana_reads_it_as_it_will_be_mailed_and_approves_it(appeal):
    mailing = submitted(appeal)
    client = desk(dana(), "view_mailing", "approve_mailing")
    page = client.get(page_of(mailing)).text
    for words in (
        "The baker was released. (20 November 2026)",
        "/en/updates/stop/",
        "Who gets it: 1 of 1 who signed any appeal of the case",
        "Submitted by bela",
        "Approve as it stands",
    ):
        assert words in page
    assert 'value="release"' not in page
    assert INLINE.findall(page) == []
    assert press(client, mailing, "approve", seen="what she saw").startswith(
        "The text or the news was changed"
    )
    assert press(client, mailing, "approve", seen=wording.digest(mailing)) == "Approve as it stands: done."
    assert again().approved_by == dana()


def test_who_may_release_releases_and_sees_what_came_of_it(appeal):
    mailing = approved(appeal)
    approver = desk(dana(), "view_mailing", "release_mailing")
    assert "You approved this mailing" in approver.get(page_of(mailing)).text
    assert press(approver, mailing, "release").startswith("You approved this mailing")
    client = desk(bela(), "view_mailing", "release_mailing")
    assert press(client, mailing, "release") == "Release: done."
    assert again().released_by == bela()
    assert press(client, mailing, "cancel", reason="She was taken again.") == "Cancel for good: done."
    assert "Cancelled by bela" in client.get(page_of(mailing)).text


def test_what_is_in_the_outbox_is_counted_by_state(appeal):
    page = desk(dana(), "view_mailing").get(page_of(enqueued(appeal, 2))).text
    assert "2 messages queued" in page
    assert set(re.findall(r'name="button" value="(\w+)"', page)) == {"test"}


def test_news_that_nobody_has_read_says_so(appeal):
    mailing = approved(appeal, reviewed=False)
    client = desk(bela(), "view_mailing", "release_mailing")
    assert "Nobody has read the news against its source yet" in client.get(page_of(mailing)).text
    assert press(client, mailing, "release").startswith("Nobody has read the news")


@pytest.mark.parametrize("button", ["submit", "approve", "release", "send_back", "cancel", "fly"])
def test_a_button_takes_its_right(appeal, button):
    mailing = submitted(appeal)
    client = desk(bela(), "view_mailing")
    assert client.post(page_of(mailing), {"button": button, "reason": "x"}).status_code == 403
    assert again().state == "in_review"


def test_to_cancel_what_was_released_takes_the_right_to_release(appeal):
    mailing = released(appeal)
    assert (
        desk(bela(), *WRITES).post(page_of(mailing), {"button": "cancel", "reason": "x"}).status_code == 403
    )


def test_what_was_released_cannot_be_edited(appeal):
    change = reverse("admin:mailings_mailing_change", args=[released(appeal).pk])
    assert "<textarea" not in desk(bela(), *WRITES).get(change).text


def test_markup_in_a_text_is_shown_as_text_at_the_desk(appeal):
    mailing = drafted(appeal)
    mailing.texts.filter(language="en").update(body="</pre><script>alert(1)</script>")
    page = desk(dana(), "view_mailing").get(page_of(mailing)).text
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "</pre><script>alert(1)" not in page


def test_the_html_mail_is_shown_where_nothing_in_it_can_load(appeal):
    text = drafted(appeal).texts.get(language="en")
    answer = desk(dana(), "view_mailing").get(reverse("admin:mailings_text_html", args=[text.pk]))
    assert "The baker was released." in answer.text
    assert set(answer["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'none'",
    }


def test_chidi_sees_nothing(appeal):
    mailing = drafted(appeal)
    chidi = desk(User.objects.create_user("chidi", is_staff=True))
    html = reverse("admin:mailings_text_html", args=[mailing.texts.all()[0].pk])
    assert [chidi.get(page).status_code for page in (reverse(LIST), page_of(mailing), html)] == [403] * 3
    assert Client().get(page_of(mailing)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(appeal, count, django_assert_num_queries):
    mailing = drafted(appeal)
    for _ in range(count - 1):
        Mailing.objects.create(case=mailing.case, created_at=mailing.created_at)
    User.objects.create_superuser("root")
    client = Client()
    client.force_login(User.objects.get(username="root"))
    with django_assert_num_queries(6):
        assert client.get(reverse(LIST)).status_code == 200
