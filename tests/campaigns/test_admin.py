"""Bela and Dana work in the admin: every list and form opens, and costs the same at one and at three rows."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import reviewing, verifying
from campaigns.models import Case, Citation, Contact, Correction, Event, StatusRecord, Target
from tests.campaigns.cases import case, event, link, person
from tests.people import NOW

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model._meta.app_label == "campaigns"]


@pytest.fixture
def dana(client: Client) -> User:
    user = User.objects.create(username="dana", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def act(client: Client, model: type, action: str, ids: list[int], **more: str) -> str:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    page = client.post(url, {"action": action, "_selected_action": ids, **more}, follow=True)
    return page.content.decode()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_form_and_search_opens(client: Client, dana: User, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_changelist"), {"q": "Баба"}).status_code == 200
    # What only the public proposes nobody adds at the desk.
    assert client.get(reverse(f"{name}_add")).status_code == (403 if model is Correction else 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_events_costs_the_same_for_one_and_three(
    client: Client, dana: User, rows: int, django_assert_num_queries
) -> None:
    about = case()
    for number in range(rows):
        event(about, f"e{number}")
    with django_assert_num_queries(6):
        client.get(reverse("admin:campaigns_event_changelist"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_cases_costs_the_same_for_one_and_three(
    client: Client, dana: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        case(key=f"c{number}")
    with django_assert_num_queries(7):
        client.get(reverse("admin:campaigns_case_changelist"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_of_a_case_asks_once_for_each_person_what_its_field_shows(
    client: Client, dana: User, rows: int, django_assert_num_queries
) -> None:
    about = case()
    for number in range(rows):
        link(about, person(key=f"P-{number}", name=f"Baker {number}"))
    page = reverse("admin:campaigns_case_change", args=[about.pk])
    client.get(page)  # which types of rows there are is asked once for each process
    with django_assert_num_queries(23 + rows):
        client.get(page)


def test_dana_reviews_and_publishes_by_buttons(client: Client, dana: User) -> None:
    about = case()
    event(about, "e1")
    assert "cannot be published yet" in act(client, Case, "publish", [about.pk])
    assert "1 claims reviewed" in act(client, Case, "review_whole_cases", [about.pk])
    assert "published" in act(client, Case, "publish", [about.pk])
    about.refresh_from_db()
    assert (about.state, about.published_by) == ("published", dana)


def test_the_page_of_a_case_links_to_what_is_missing(client: Client, dana: User) -> None:
    about = case()
    bare = event(about, "bare", cited=False)
    page = client.get(reverse("admin:campaigns_case_change", args=[about.pk])).content.decode()
    assert reverse("admin:campaigns_event_change", args=[bare.pk]) in page


def test_a_claim_that_is_edited_after_its_review_is_unread_again(client: Client, dana: User) -> None:
    claim = event(case(), "e1", changed_by=User.objects.create(username="bela"))
    reviewing.review(claims=[claim], by=dana, now=NOW)
    citation = Citation.objects.get()
    form = {
        "case": claim.case_id,
        "kind": "other",
        "text": "Another text",
        "precision": "unknown",
        "basis": "stated",
        "key": "e1",
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 1,
        "citations-0-id": citation.pk,
        "citations-0-event": claim.pk,
        "citations-0-source": citation.source_id,
        "citations-0-lines": citation.lines,
    }
    answer = client.post(reverse("admin:campaigns_event_change", args=[claim.pk]), form)
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.text, claim.review_state, claim.changed_by) == ("Another text", "unreviewed", dana)
    assert "A second person has to read it" in act(client, Event, "mark_reviewed", [claim.pk])


def test_an_impossible_range_is_told_at_the_field_and_nothing_is_saved(client: Client, dana: User) -> None:
    form = {
        "case": case().pk,
        "kind": "other",
        "text": "x",
        "precision": "range",
        "basis": "stated",
        "key": "e1",
        "date_from": "2012-08-02",
        "date_to": "2012-08-01",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    page = client.post(reverse("admin:campaigns_event_add"), form)
    assert "before the first day" in page.content.decode()
    assert Event.objects.count() == 0


def test_an_address_is_verified_with_a_word_of_how(client: Client, dana: User) -> None:
    target = Target.objects.create(
        key="e", kind="embassy", name="Embassy", represents="KZ", host_country="GB"
    )
    contact = Contact.objects.create(target=target, channel="email", email="embassy@example.org")
    assert 'name="reason"' in act(client, Contact, "verify", [contact.pk])
    assert "Verified: 1 row." in act(client, Contact, "verify", [contact.pk], reason="telephone")
    contact.refresh_from_db()
    assert (contact.verified_by, contact.verified_how) == (dana, "telephone")


def test_an_address_that_is_edited_is_unverified_again(client: Client, dana: User) -> None:
    target = Target.objects.create(
        key="e", kind="embassy", name="Embassy", represents="KZ", host_country="GB"
    )
    contact = Contact.objects.create(target=target, channel="email", email="embassy@example.org")
    verifying.verify_contact(contact=contact, how="telephone", by=dana, now=NOW)
    form = {"target": target.pk, "channel": "email", "position": 1, "email": "other@example.org"}
    assert client.post(reverse("admin:campaigns_contact_change", args=[contact.pk]), form).status_code == 302
    contact.refresh_from_db()
    assert (contact.email, contact.health, contact.verified_on) == ("other@example.org", "unverified", None)


def test_a_hold_is_lifted_with_a_word_of_why(client: Client, dana: User) -> None:
    about, baker = case(), person()
    link(about, baker)
    record = StatusRecord.objects.create(beneficiary=baker, status="released")
    page = client.get(reverse("admin:campaigns_case_changelist"), {"held": "yes"})
    assert list(page.context["cl"].result_list) == [about]
    assert 'name="reason"' in act(client, StatusRecord, "lift_hold", [record.pk])
    act(client, StatusRecord, "lift_hold", [record.pk], reason="The demand stands.")
    page = client.get(reverse("admin:campaigns_case_changelist"), {"held": "yes"})
    assert list(page.context["cl"].result_list) == []
