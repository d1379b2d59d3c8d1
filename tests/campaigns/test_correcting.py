"""Chidi, a stranger, says what is wrong in the directory; Dana decides, and only then something changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from campaigns import correcting, verifying
from campaigns.models import Contact, Correction, Target
from kit.refusals import Refused
from letters.dispatching import dispatch_due
from letters.models import Letter
from tests import people
from tests.people import NOW, an_embassy, bela, dana

pytestmark = pytest.mark.django_db
LIST = "admin:campaigns_correction_changelist"


@pytest.fixture
def embassy() -> Target:
    return an_embassy(country="GB")


def mail(embassy: Target) -> Contact:
    return embassy.contacts.filter(channel="email").earliest("pk")


def chidi_proposes(
    embassy: Target, email: str = "new@mission.example", source: str = "their page", **more: Any
) -> Correction:
    told = {"about": "email", "contact": mail(embassy), "values": {"email": email}, **more}
    correcting.propose(target=embassy, source=source, now=NOW, **told)
    return Correction.objects.open().latest("pk")


def office(**changes: str) -> dict[str, Any]:
    values = {"status": "open", "website": "", "phone": "", **changes}
    return {"about": "office", "contact": None, "values": values}


def test_a_proposal_changes_nothing_and_keeps_nothing_about_chidi(embassy: Target) -> None:
    correction = chidi_proposes(embassy)
    assert mail(embassy).email == "embassy-gb@mission.example"
    assert correction.difference() == [("email", "embassy-gb@mission.example", "new@mission.example")]
    assert {field.name for field in Correction._meta.fields} == {
        "id", "target", "about", "contact", "proposed", "before", "source", "digest", "state",
        "proposed_on", "decided_at", "decided_by", "reason",
    }  # fmt: skip
    assert correction.proposed_on == NOW.date()


def test_the_same_proposal_waits_once_however_it_is_known(embassy: Target) -> None:
    chidi_proposes(embassy)
    told = {"about": "email", "contact": mail(embassy), "values": {"email": "new@mission.example"}}
    assert correcting.propose(target=embassy, source="a friend", now=NOW, **told) is False
    assert Correction.objects.get().source == "their page"


def test_an_office_has_at_most_twenty_waiting_and_another_is_not_hindered(embassy: Target) -> None:
    for number in range(correcting.MOST_WAITING):
        chidi_proposes(embassy, email=f"{number}@mission.example")
    with pytest.raises(Refused) as refused:
        chidi_proposes(embassy, email="one-more@mission.example")
    assert "wait to be read" in refused.value.message
    chidi_proposes(embassy, email="7@mission.example")  # one that waits already
    chidi_proposes(an_embassy(country="DE"))
    assert Correction.objects.count() == 21


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"email": "embassy-gb@mission.example"}, "email"),
        ({"email": "Second@mission.example"}, "email"),
        ({"email": "second@mission.example", "contact": None}, "email"),
        (office(), "status"),
    ],
)
def test_what_stands_there_already_is_refused_at_its_field(embassy: Target, told: dict, field: str) -> None:
    Contact.objects.create(target=embassy, channel="email", email="second@mission.example", position=2)
    with pytest.raises(Refused) as refused:
        chidi_proposes(embassy, **told)
    assert refused.value.field == field
    assert Correction.objects.count() == 0


def test_dana_accepts_what_she_checked_and_it_is_verified(embassy: Target) -> None:
    correction = chidi_proposes(embassy)
    later = NOW + timedelta(days=3)
    correcting.accept(correction=correction, reason="I rang them", checked=True, by=dana(), now=later)
    now_there = mail(embassy)
    assert (now_there.email, now_there.health, now_there.verified_on) == (
        "new@mission.example",
        "working",
        later.date(),
    )
    assert (now_there.verified_by, now_there.verified_how) == (dana(), "I rang them")
    correction.refresh_from_db()
    assert (correction.state, correction.decided_by, correction.decided_at) == ("accepted", dana(), later)
    assert correction.difference() == [("email", "embassy-gb@mission.example", "new@mission.example")]


@pytest.mark.parametrize("health", ["working", "failing", "dead"])
def test_what_nobody_checked_is_replaced_but_unverified(embassy: Target, health: str) -> None:
    if health != "working":
        verifying.doubt_contacts(contacts=Contact.objects.filter(pk=mail(embassy).pk), health=health)
    correcting.accept(correction=chidi_proposes(embassy), reason="likely", checked=False, by=dana(), now=NOW)
    now_there = mail(embassy)
    assert (now_there.email, now_there.health, now_there.verified_on, now_there.verified_how) == (
        "new@mission.example",
        "unverified",
        None,
        "",
    )


def test_a_postal_address_is_replaced_as_a_whole(embassy: Target) -> None:
    post = embassy.contacts.get(channel="post")
    moved = {"address_lines": "2 Embassy Row", "postcode": "AB1 2CD", "city": "Capital"}
    correction = chidi_proposes(embassy, about="post", contact=post, values=moved)
    assert correction.difference() == [("address_lines", "1 Embassy Row", "2 Embassy Row")]
    correcting.accept(correction=correction, reason="letter came back", checked=False, by=dana(), now=NOW)
    post.refresh_from_db()
    assert (post.address_lines, post.postcode, post.health) == ("2 Embassy Row", "AB1 2CD", "unverified")


def test_an_address_that_was_missing_is_added_behind_the_others(embassy: Target) -> None:
    correction = chidi_proposes(embassy, contact=None)
    correcting.accept(correction=correction, reason="their page", checked=True, by=dana(), now=NOW)
    assert list(embassy.contacts.filter(channel="email").values_list("email", "position", "health")) == [
        ("embassy-gb@mission.example", 1, "working"),
        ("new@mission.example", 2, "working"),
    ]
    moved = {"address_lines": "3 Embassy Row", "postcode": "", "city": "Capital"}
    correction = chidi_proposes(embassy, about="post", contact=None, values=moved)
    correcting.accept(correction=correction, reason="unread", checked=False, by=dana(), now=NOW)
    added = embassy.contacts.get(address_lines="3 Embassy Row")
    assert (added.position, added.country_name, added.health) == (2, "United Kingdom", "unverified")


def test_an_office_is_closed_by_what_dana_accepts(embassy: Target) -> None:
    correction = chidi_proposes(embassy, **office(status="closed", phone="+44 20 1"))
    assert correction.difference() == [("status", "open", "closed"), ("phone", "", "+44 20 1")]
    correcting.accept(correction=correction, reason="official gazette", checked=True, by=dana(), now=NOW)
    embassy.refresh_from_db()
    assert (embassy.status, embassy.phone, embassy.as_of) == ("closed", "+44 20 1", "2026-11-22")


def test_dana_has_to_say_how_or_why(embassy: Target) -> None:
    correction = chidi_proposes(embassy)
    for decide in (
        lambda: correcting.accept(correction=correction, reason=" ", checked=True, by=dana(), now=NOW),
        lambda: correcting.decline(correction=correction, reason="", by=dana(), now=NOW),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.field == "reason"
    correction.refresh_from_db()
    assert correction.state == "proposed"


def test_bela_and_dana_decide_at_once_and_one_of_them_did(embassy: Target) -> None:
    chidi_proposes(embassy)
    belas, danas = Correction.objects.get(), Correction.objects.get()
    correcting.decline(correction=belas, reason="invented", by=bela(), now=NOW)
    with pytest.raises(Refused):
        correcting.accept(correction=danas, reason="I rang them", checked=True, by=dana(), now=NOW)
    assert mail(embassy).email == "embassy-gb@mission.example"
    assert Correction.objects.get().decided_by == bela()


def test_what_would_overwrite_an_accepted_correction_is_superseded(embassy: Target) -> None:
    chosen, other = chidi_proposes(embassy), chidi_proposes(embassy, email="other@mission.example")
    closed = chidi_proposes(embassy, **office(status="closed"))
    phone = chidi_proposes(embassy, **office(phone="+44 20 1"))
    correcting.accept(correction=chosen, reason="I rang them", checked=True, by=dana(), now=NOW)
    correcting.accept(correction=phone, reason="I rang them", checked=True, by=dana(), now=NOW)
    states = {one.pk: one.state for one in Correction.objects.all()}
    assert [states[one.pk] for one in (chosen, other, closed, phone)] == [
        "accepted",
        "superseded",
        "proposed",
        "accepted",
    ]


def test_an_address_that_came_in_meanwhile_is_not_doubled(embassy: Target) -> None:
    correction = chidi_proposes(embassy)
    Contact.objects.create(target=embassy, channel="email", email="new@mission.example", position=2)
    with pytest.raises(Refused):
        correcting.accept(correction=correction, reason="I rang them", checked=True, by=dana(), now=NOW)
    correction.refresh_from_db()
    assert (correction.state, mail_addresses(embassy)) == (
        "proposed",
        ["embassy-gb@mission.example", "new@mission.example"],
    )


def mail_addresses(embassy: Target) -> list[str]:
    return list(embassy.contacts.filter(channel="email").values_list("email", flat=True))


@pytest.mark.parametrize("broken", [{"state": "accepted"}, {"reason": "x"}, {"decided_at": NOW}])
def test_a_half_decision_cannot_be_kept(embassy: Target, broken: dict) -> None:
    correction = chidi_proposes(embassy)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**broken)


def test_a_letter_signed_for_the_old_address_never_goes_to_either(embassy: Target) -> None:
    from letters import freezing

    people.amara_confirms(people.an_open_appeal())
    freezing.freeze(now=NOW)
    later = NOW + timedelta(hours=2)
    Letter.objects.update(state="ready", due_at=later)
    correcting.accept(
        correction=chidi_proposes(embassy), reason="I rang them", checked=True, by=dana(), now=later
    )
    assert dispatch_due(now=later) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == (
        "held",
        "The office's email address was changed after the letter was signed.",
    )


# At the desk:


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    return client


def act(desk: Client, action: str, **more: str) -> str:
    ids = list(Correction.objects.values_list("pk", flat=True))
    told = {"action": action, "_selected_action": ids, **more}
    return desk.post(reverse(LIST), told, follow=True).text


def test_the_desk_shows_the_difference_and_everything_typed_is_inert(desk: Client, embassy: Target) -> None:
    page = "<script>alert(1)</script> https://evil.example/"
    chidi_proposes(embassy, source=page, **office(phone='"><img src=x>'))
    for address in (
        reverse(LIST),
        reverse("admin:campaigns_correction_change", args=[Correction.objects.get().pk]),
    ):
        shown = desk.get(address).text
        assert "&lt;script&gt;alert(1)" in shown
        assert "<ins>&quot;&gt;&lt;img src=x&gt;</ins>" in shown
        assert ("<script>alert" in shown, "<img src=x" in shown, 'href="https://evil' in shown) == (
            False,
            False,
            False,
        )


@pytest.mark.parametrize(
    ("action", "health", "state", "said"),
    [
        ("accept_checked", "working", "accepted", "Accepted and verified"),
        ("accept_unchecked", "unverified", "accepted", "Accepted, not verified"),
        ("decline", "working", "declined", "Declined"),
    ],
)
def test_dana_decides_by_buttons(
    desk: Client, embassy: Target, action: str, health: str, state: str, said: str
) -> None:
    chidi_proposes(embassy)
    assert 'name="reason"' in act(desk, action)
    assert f"{said}: 1 row." in act(desk, action, reason="telephone")
    assert "decided about this correction already" in act(desk, action, reason="telephone")
    assert (mail(embassy).health, Correction.objects.get().state) == (health, state)


def test_the_open_ones_stand_first(desk: Client, embassy: Target) -> None:
    first = chidi_proposes(embassy)
    correcting.decline(correction=first, reason="invented", by=dana(), now=NOW)
    second = chidi_proposes(embassy, email="other@mission.example")
    assert list(desk.get(reverse(LIST)).context["cl"].result_list) == [second, first]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    desk: Client, rows: int, django_assert_num_queries
) -> None:
    for country in ("GB", "DE", "SE")[:rows]:
        chidi_proposes(an_embassy(country=country))
    with django_assert_num_queries(5):
        desk.get(reverse(LIST))
