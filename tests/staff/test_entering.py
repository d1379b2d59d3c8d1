"""Two steps to the desk: nobody who has shown a password alone opens a page of it."""

from base64 import b32decode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from staff.models import AuthenticatorApp, RecoveryCode
from tests.config.test_partners import addresses, filled
from tests.people import NOW
from tests.staff.door import PASSWORD, SECRET, code, is_in, password, said, show

pytestmark = pytest.mark.django_db
T0 = NOW.timestamp()
OPEN_TO_STRANGERS = {"/admin/login/", "/admin/login/second/", "/admin/login/factor/"}


def test_bela_shows_her_password_and_then_her_telephone(client: Client, bela: User) -> None:
    assert password(client).url == reverse("admin:second_step")
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    assert show(client, code(at=T0)).url == reverse("admin:index")
    assert is_in(client)


def test_after_the_second_step_she_is_where_she_wanted_to_go(client: Client, bela: User) -> None:
    wanted = reverse("admin:campaigns_case_changelist")
    sent = {"username": "bela", "password": PASSWORD, "next": wanted}
    client.post(reverse("admin:login"), sent)
    assert show(client, code(at=T0)).url == wanted


def test_a_password_alone_opens_no_address_of_the_desk(client: Client, bela: User) -> None:
    password(client)
    tried = sorted({filled(one, 1) for one in addresses()} - OPEN_TO_STRANGERS)
    assert [address for address in tried if client.get(address).status_code == 200] == []
    client.force_login(bela)  # a session that came past the door
    assert [address for address in tried if client.get(address).status_code == 200] == []
    assert len(tried) > 200


def test_a_code_is_good_once_and_the_next_one_is_good_again(client: Client, bela: User, clock) -> None:
    password(client)
    show(client, code(at=T0))
    chidi = Client()
    password(chidi)
    assert "used already" in said(show(chidi, code(at=T0)))
    assert not is_in(chidi)
    clock.shift(30)
    assert show(chidi, code(at=T0 + 30)).status_code == 302


@pytest.mark.parametrize(("off", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_off(client: Client, bela: User, off: int, good: bool) -> None:
    password(client)
    assert (show(client, code(at=T0 + off)).status_code == 302) is good


def test_ten_minutes_after_the_password_it_is_asked_for_again(client: Client, bela: User, clock) -> None:
    password(client)
    clock.shift(601)
    assert show(client, code(at=T0 + 601)).url == reverse("admin:login")
    assert not is_in(client)


def test_a_new_password_in_between_ends_it(client: Client, bela: User) -> None:
    password(client)
    bela.set_password("another one of hers")
    bela.save()
    assert show(client, code(at=T0)).url == reverse("admin:login")


def test_a_recovery_code_is_shown_once_and_good_once(client: Client, settings, clock) -> None:
    settings.STAFF_SECOND_FACTOR = True
    User.objects.create_user("bela", password=PASSWORD, is_staff=True)
    assert password(client).url == reverse("admin:add_factor")
    page = client.get(reverse("admin:add_factor"))
    secret = page.context["spelt"].replace(" ", "")
    shown = client.post(reverse("admin:add_factor"), {"code": code(at=T0, secret=b32decode(secret))})
    codes = shown.context["codes"]
    assert (len(set(codes)), is_in(client)) == (10, True)
    assert not set(RecoveryCode.objects.values_list("digest", flat=True)) & set(codes)
    outcomes = []
    for typed in (codes[0].lower().replace("-", " "), codes[0]):
        later = Client()
        password(later)
        outcomes.append((show(later, typed).status_code, is_in(later)))
    assert outcomes == [(302, True), (200, False)]


def test_a_password_alone_adds_no_second_factor_to_an_account_that_has_one(
    client: Client, bela: User
) -> None:
    password(client)
    answer = client.post(reverse("admin:add_factor"), {"code": code(at=T0)})
    assert answer.url == reverse("admin:second_step")
    assert AuthenticatorApp.objects.get().secret == SECRET


def test_the_secret_of_an_app_lies_sealed(bela: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM staff_authenticatorapp")
        (kept,) = cursor.fetchone()
    assert SECRET not in bytes(kept)


# Too many tries


def test_the_eleventh_try_of_a_name_is_refused_even_with_the_right_password(
    client: Client, bela: User, clock
) -> None:
    said_before = {said(password(client, word="wrong")) for _ in range(10)}
    assert len(said_before) == 1
    assert "Too many tries" in said(password(client))
    elsewhere = password(Client(), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302  # a stranger locks nobody out elsewhere
    clock.shift(3600)
    assert password(client).status_code == 302


def test_a_name_that_nobody_has_is_answered_in_the_same_words(client: Client, bela: User) -> None:
    answers = {
        name: [said(password(client, name=name, word="wrong")) for _ in range(11)]
        for name in ("bela", "nobody")
    }
    assert answers["bela"] == answers["nobody"]


def test_a_network_that_tries_many_names_is_refused(client: Client, bela: User) -> None:
    for number in range(100):
        password(client, name=f"name{number}", word="wrong")
    assert "Too many tries" in said(password(client))


def test_codes_are_counted_for_the_account_from_wherever_they_come(bela: User) -> None:
    for number in range(10):
        chidi = Client(REMOTE_ADDR=f"198.51.{number}.1")
        password(chidi)
        show(chidi, "000000")
    password(chidi)
    answer = show(chidi, code(at=T0))
    assert "Too many codes" in said(answer)
    assert not is_in(chidi)
