"""Where somebody is logged in, and how that ends."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse

from staff import factors, leaving
from staff.models import FactorReset, Session
from tests.config.doors import in_role
from tests.people import NOW
from tests.staff.door import FIREFOX, PASSWORD, SECRET, code, is_in, password, show
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice_in(bela: User, clock) -> tuple[Client, Client]:
    """Bela's laptop and her telephone."""
    clients = Client(HTTP_USER_AGENT=FIREFOX), Client()
    for number, one in enumerate(clients):
        password(one)
        show(one, code(at=NOW.timestamp() + 30 * number))
    return clients


def test_bela_sees_where_she_is_logged_in_and_leaves_everywhere_else(twice_in, bela: User) -> None:
    laptop, telephone = twice_in
    listed = laptop.get(reverse("admin:account")).context["sessions"]
    assert {one.browser for one in listed} == {"Firefox on Linux", "A browser"}
    laptop.post(reverse("admin:account"), {"act": "leave"})
    assert (is_in(laptop), is_in(telephone)) == (True, False)


def test_a_new_password_ends_every_other_session(twice_in, bela: User) -> None:
    laptop, telephone = twice_in
    new = "roses and bread 1912"
    told = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    laptop.post(reverse("admin:password_change"), told)
    assert (is_in(laptop), is_in(telephone)) == (True, False)
    assert Session.objects.filter(user=bela).count() == 1


def test_a_session_that_was_ended_is_not_written_again_by_what_still_runs_in_it(
    bela: User, client: Client
) -> None:
    password(client)
    show(client, code(at=NOW.timestamp()))
    running = client.session
    assert running["_auth_user_id"] == str(bela.pk)  # a request has read it
    Session.objects.filter(user=bela).delete()
    running["late"] = True
    with pytest.raises(UpdateError):
        running.save()
    assert Session.objects.filter(user=bela).count() == 0


def test_dana_resets_what_bela_has_lost_and_it_stays_written(twice_in, bela: User, settings) -> None:
    laptop, _telephone = twice_in
    settings.STAFF_SECOND_FACTOR = False
    desk = Client()
    dana = in_role(desk, "administrator")
    User.objects.filter(pk=bela.pk).update(is_superuser=False)
    page = reverse("admin:staff_access", args=[bela.pk])
    desk.post(page, {"act": "reset", "reason": ""})
    assert factors.has_any(bela) is True
    desk.post(page, {"act": "reset", "reason": "She rang me from home."})
    settings.STAFF_SECOND_FACTOR = True
    assert (factors.has_any(bela), is_in(laptop)) == (False, False)
    assert list(FactorReset.objects.values_list("user", "by", "reason")) == [
        (bela.pk, dana.pk, "She rang me from home.")
    ]


def test_nobody_resets_their_own_and_an_editor_nobodys(bela: User, settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    desk = Client()
    desk.force_login(bela)
    own = reverse("admin:staff_access", args=[bela.pk])
    desk.post(own, {"act": "reset", "reason": "Lost."})
    in_role(desk, "editor")
    assert desk.post(own, {"act": "reset", "reason": "Lost."}).status_code == 403
    assert factors.has_any(bela) is True


def test_a_session_that_has_run_out_is_forgotten(twice_in, bela: User) -> None:
    assert leaving.sweep(now=NOW) == 0
    assert leaving.sweep(now=NOW + timedelta(days=15)) == 2
    assert Session.objects.count() == 0


def test_what_is_done_to_a_factor_and_to_sessions_stands_in_the_trail(twice_in, bela: User) -> None:
    laptop, _telephone = twice_in
    laptop.post(reverse("admin:account"), {"act": "leave"})
    laptop.post(reverse("admin:account"), {"act": "codes", "password": PASSWORD})
    acts = Entry.objects.order_by("number").values_list("act", "thing", "by__username")
    row = f"auth.user {bela.pk}"
    assert list(acts) == [
        ("staff.factors.add_app", row, "bela"),
        ("staff.leaving.log_out", row, "bela"),
        ("staff.recovery.new_codes", row, "bela"),
    ]


def test_the_last_second_factor_is_not_taken_away(twice_in, bela: User) -> None:
    laptop, _telephone = twice_in
    page = laptop.post(reverse("admin:account"), {"act": "app", "password": PASSWORD}, follow=True)
    assert "your only second factor" in page.content.decode()
    assert bytes(bela.authenticator_app.secret) == SECRET


def test_somebody_at_her_open_desk_without_her_password_changes_nothing(twice_in, bela: User) -> None:
    laptop, _telephone = twice_in
    page = laptop.post(reverse("admin:account"), {"act": "codes", "password": "guess"}, follow=True)
    assert "not your password" in page.content.decode()
    assert bela.recovery_codes.count() == 0
