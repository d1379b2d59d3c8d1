"""Dana reads what came back. Nothing here shows an address or what a mail says."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from outbox.models import IncomingMail
from outbox.noting import News, note
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db


def told(count=1, stream="letter"):
    for number in range(count):
        message = a_message(key=f"note:{stream}:{number}", subject_ref=f"OC-{stream}-{number}", stream=stream)
        note(
            [News(message.pk, f"mail:{message.pk}", "soft", "mail", NOW, "5.2.2", "full", "mx.example")],
            now=NOW,
        )
    return message


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_notices_asks_a_known_number_of_questions(admin_client, django_assert_num_queries, count):
    told(count)
    # session, user, count, rows
    with django_assert_num_queries(4):
        page = admin_client.get(reverse("admin:outbox_notice_changelist")).content.decode()
    assert page.count("OC-letter-") == count
    assert "amara" not in page


def test_a_message_shows_what_was_said_of_it(admin_client):
    message = told()
    page = admin_client.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()
    assert "mx.example" in page
    assert 'name="notices-0-said"' not in page


def test_who_may_not_see_addresses_reads_news_of_offices_alone(client):
    told(stream="letter")
    told(stream="mailing")
    dana = User.objects.create_user("dana", is_staff=True)
    dana.user_permissions.add(Permission.objects.get(codename="view_notice"))
    client.force_login(dana)
    page = client.get(reverse("admin:outbox_notice_changelist")).content.decode()
    assert ("OC-letter-0" in page, "OC-mailing-0" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_incoming_mail_is_listed_without_what_it_says(admin_client, django_assert_num_queries, count):
    for number in range(count):
        mail = IncomingMail.objects.create(
            digest=f"{number}" * 64,
            sort="unsorted",
            came_through="maildir",
            size=9,
            raw=b"Subject: Planted Marker",
            came_at=NOW,
        )
    with django_assert_num_queries(4):
        pages = [admin_client.get(reverse("admin:outbox_incomingmail_changelist")).content.decode()]
    pages.append(
        admin_client.get(reverse("admin:outbox_incomingmail_change", args=[mail.pk])).content.decode()
    )
    assert [page.count("Planted Marker") for page in pages] == [0, 0]
    assert pages[0].count('class="field-sort">about no message of ours') == count
