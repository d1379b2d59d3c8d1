"""Each role at its doors: which buttons it may press, what it changes, and what stays shut."""

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from appeals.models import AppealText
from campaigns import reviewing
from campaigns.models import Case, Contact, Demand, Event, Partnership, StatusRecord
from config.roles import ROLES
from letters.models import Letter, PostalJob
from outbox.models import Message, Switch
from tests.campaigns.cases import case, event, person
from tests.config.doors import buttons, in_role, press, url
from tests.letters.factories import due_letters
from tests.outbox.factories import a_message, register_notes
from tests.people import NOW, a_case, an_appeal, an_embassy, an_open_appeal, dana

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes() -> None:
    register_notes()


BUTTONS: dict[tuple[str, type[Model]], set[str]] = {
    ("editor", Case): {"delete_selected"},
    ("approver", Case): {"review_whole_cases", "publish", "close"},
    ("dispatcher", Case): set(),
    ("partner", Case): set(),
    ("editor", Event): {"delete_selected"},
    ("approver", Event): {"mark_reviewed", "take_review_back", "release"},
    ("editor", StatusRecord): {"delete_selected", "lift_hold"},
    ("approver", StatusRecord): {"mark_reviewed", "take_review_back", "release", "lift_hold"},
    ("editor", Contact): {"delete_selected"},
    ("dispatcher", Contact): {"verify", "mark_failing", "mark_dead"},
    ("editor", AppealText): {"submit"},
    ("translator", AppealText): {"submit"},
    ("approver", AppealText): {"send_back"},  # approving needs the page of the text
    ("dispatcher", Letter): {"hold", "release", "cancel", "hand_over", "evidence_file"},
    ("dispatcher", PostalJob): {"try_again", "cancel"},
    ("dispatcher", Message): {"hold", "release", "cancel", "mark_sent"},
    ("dispatcher", Switch): {"pause", "resume"},
}


def test_a_button_that_a_role_may_not_press_is_not_there(client: Client, notes: None) -> None:
    due_letters(_an_open_appeal())
    StatusRecord.objects.create(beneficiary=person(), status="released")
    event(case(), "e1")
    a_message(key="note:1")
    Switch.objects.get_or_create(name="letter", defaults={"at": NOW})
    for role in ROLES:
        in_role(client, role)
        for (whose, model), shown in BUTTONS.items():
            assert whose != role or (role, model, buttons(client, model)) == (role, model, shown)


def _an_open_appeal():
    an_embassy(country="GB")
    return an_open_appeal()


def test_bela_records_and_cannot_review_publish_or_approve(client: Client) -> None:
    about = case()
    claim = event(about, "e1")
    text = an_appeal().texts.get(language="en")
    AppealText.objects.filter(pk=text.pk).update(
        state="in_review", approved_by=None, approved_at=None, digest=""
    )
    in_role(client, "editor")
    press(client, claim, "mark_reviewed")
    press(client, about, "review_whole_cases")
    press(client, about, "publish")
    door = reverse("admin:appeals_appealtext_press", args=[text.pk])
    assert client.post(door, {"button": "approve"}).status_code == 403
    for row in (claim, about, text):
        row.refresh_from_db()
    assert (claim.review_state, about.state, text.state) == ("unreviewed", "draft", "in_review")


def test_dana_reads_everything_of_a_case_and_changes_nothing_in_it(client: Client) -> None:
    about = case()
    claim = event(about, "e1")
    in_role(client, "approver")
    assert client.get(reverse("admin:campaigns_case_ledger", args=[about.pk])).status_code == 200
    for row in (about, claim):
        page = client.get(url(type(row), "change", row.pk))
        assert (page.status_code, 'name="_save"' in page.text) == (200, False)
        assert client.post(url(type(row), "change", row.pk), {"title": "x"}).status_code == 403
    assert client.get(url(Case, "add")).status_code == 403


def test_dana_releases_what_bela_can_only_hold_back(client: Client) -> None:
    claim = event(case(), "e1", held_back=True)
    bela = in_role(client, "editor")
    page = client.get(url(Event, "change", claim.pk)).text
    assert "Waits for an approver" in page
    assert 'name="held_back"' not in page
    press(client, claim, "release", reason="I think so.")
    claim.refresh_from_db()
    assert claim.held_back is True
    client.logout()
    dana = in_role(client, "approver")
    assert 'name="reason"' in press(client, claim, "release")
    press(client, claim, "release", reason="The family has agreed.")
    claim.refresh_from_db()
    assert (claim.held_back, claim.released_by) == (False, dana)
    ledger = client.get(reverse("admin:campaigns_case_ledger", args=[claim.case_id])).text
    assert "released by the-approver, " in ledger
    assert ": The family has agreed." in ledger
    assert bela != dana


def test_a_translator_changes_words_in_another_language_and_nothing_else(client: Client) -> None:
    appeal = an_appeal()
    demand = Demand.objects.get()
    in_role(client, "translator")
    for row, saves in (
        (appeal.texts.get(language="de"), True),
        (demand.texts.get(), True),
        (demand, False),
        (appeal, False),
    ):
        page = client.get(url(type(row), "change", row.pk))
        assert (page.status_code, 'name="_save"' in page.text) == (200, saves)
    assert client.get(url(Case, "change", appeal.case_id)).status_code == 403
    assert client.get(reverse("admin:campaigns_case_ledger", args=[appeal.case_id])).status_code == 403


def test_a_dispatcher_changes_no_case_and_sees_no_draft(client: Client) -> None:
    draft, public = case(), a_case()
    in_role(client, "dispatcher")
    assert list(client.get(url(Case)).context["cl"].result_list) == [public]
    assert client.get(url(Case, "change", draft.pk)).status_code == 302  # there is no such case for them
    page = client.get(url(Case, "change", public.pk)).text
    assert 'name="_save"' not in page
    assert client.post(url(Case, "change", public.pk), {"title": "x"}).status_code == 403
    assert client.get(reverse("admin:letters_on_hold")).status_code == 200


def test_a_dispatcher_sees_messages_to_offices_and_no_supporters_address(client: Client, notes: None) -> None:
    to_office = a_message(key="note:1", to="embassy@mission.example")
    to_amara = a_message(key="note:2", to="amara@supporter.example", stream="confirmation")
    in_role(client, "dispatcher")
    assert list(client.get(url(Message)).context["cl"].result_list) == [to_office]
    assert "embassy@mission.example" in client.get(url(Message, "change", to_office.pk)).text
    assert client.get(url(Message, "change", to_amara.pk)).status_code == 302
    press(client, to_amara, "cancel", reason="x")
    to_amara.refresh_from_db()
    assert to_amara.state == "queued"


def test_only_an_administrator_reads_the_address_of_a_supporter(client: Client) -> None:
    due_letters(_an_open_appeal())
    everywhere = [
        url(type(row), "change", row.pk)
        for model in admin.site._registry
        for row in model._default_manager.all()[:3]
    ]
    read = {}
    for role in ROLES:
        in_role(client, role)
        read[role] = any("signer0@example.org" in client.get(address).text for address in everywhere)
        client.logout()
    assert read == {**dict.fromkeys(ROLES, False), "administrator": True}


def test_a_partner_sees_what_is_published_and_no_more(client: Client) -> None:
    draft, public = case(), a_case()
    secret = event(public, "secret", held_back=True)
    reviewing.review(claims=[secret], by=dana(), now=NOW)
    Partnership.objects.create(user=in_role(client, "partner"), campaign=public.campaign)
    assert list(client.get(url(Case)).context["cl"].result_list) == [public]
    page = client.get(url(Case, "change", public.pk))
    assert page.status_code == 200
    assert "What happened" not in page.text
    for address in (
        url(Case, "change", draft.pk),
        reverse("admin:campaigns_case_ledger", args=[public.pk]),
        reverse("admin:letters_dossier", args=[public.pk]),
        reverse("admin:letters_on_hold"),
    ):
        assert client.get(address).status_code in {302, 403}
    assert "Ledger" not in page.text


def test_a_partner_reads_the_four_counts_of_an_open_appeal(client: Client) -> None:
    drafted = an_appeal(case=a_case(slug="miller"))
    opened = _an_open_appeal()
    Partnership.objects.create(user=in_role(client, "partner"), campaign=opened.case.campaign)
    assert list(client.get(url(type(opened))).context["cl"].result_list) == [opened]
    page = client.get(url(type(opened), "change", opened.pk)).text
    assert "Self sent" in page
    assert 'name="_save"' not in page
    assert client.get(url(type(drafted), "change", drafted.pk)).status_code == 302


def test_the_confidential_dossier_takes_a_right_of_its_own(client: Client) -> None:
    about = a_case()
    in_role(client, "approver")
    address = reverse("admin:letters_dossier", args=[about.pk])
    assert client.get(address, {"confidential": "1"}).status_code == 403
    assert "Confidential" not in client.get(reverse("admin:campaigns_case_ledger", args=[about.pk])).text
