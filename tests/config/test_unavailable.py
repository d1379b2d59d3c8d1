"""The database does not answer: nobody sees a fault page, and nothing that was typed is lost."""

import sqlite3
from html.parser import HTMLParser

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from appeals import guarded_form, signing, views
from appeals.models import Signature
from tests import people

PAGE = "/en/appeals/free-the-baker/"
TYPED = {**people.AMARA, "name": 'Amara "Ama" Okafor', "website": "", "may_reply": "on"}


@pytest.fixture
def form(monkeypatch):
    monkeypatch.setattr(guarded_form, "SECONDS_TO_TYPE", -1)
    return {**TYPED, "token": guarded_form.form_token()}


def hidden_fields(page: str) -> dict[str, str]:
    found = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "input" and dict(attrs).get("type") == "hidden":
                found[dict(attrs)["name"]] = dict(attrs)["value"]

    Reader().feed(page)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [OperationalError("gone: amara@"), InterfaceError("closed")])
def test_amara_signs_while_the_database_is_away_and_again_with_one_press(
    client: Client, form, monkeypatch, caplog, trouble
):
    people.an_open_appeal()
    people.an_embassy(country="GB")

    def away(**_):
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(signing, "sign", away)
        answer = client.post(f"{PAGE}?via=mail", form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "no-store" in answer["Cache-Control"]
    assert [record.getMessage().endswith(type(trouble).__name__) for record in caplog.records][:1] == [True]
    assert "amara" not in caplog.text
    page = answer.content.decode()
    assert 'action="/en/appeals/free-the-baker/?via=mail"' in page
    assert hidden_fields(page) == form
    assert not Signature.objects.exists()

    assert client.post(PAGE, hidden_fields(page)).status_code == 302
    assert Signature.objects.get().name == 'Amara "Ama" Okafor'


@pytest.mark.django_db
def test_who_reads_is_asked_to_load_the_page_again(client: Client, monkeypatch):
    people.an_open_appeal()

    def away(*_, **__):
        raise OperationalError("away")

    monkeypatch.setattr(views, "_appeal_page", away)
    answer = client.get(PAGE, headers={"Accept-Language": "de"})

    assert (answer.status_code, hidden_fields(answer.content.decode())) == (503, {})
    assert f'<a href="{PAGE}">' in answer.content.decode()


@pytest.mark.django_db
def test_the_desk_gets_no_form_with_a_password_in_it(client: Client, monkeypatch):
    def away(*_, **__):
        raise OperationalError("away")

    monkeypatch.setattr("django.contrib.auth.authenticate", away)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", away)
    answer = client.post("/admin/login/", {"username": "bela", "password": "a secret of hers"})

    assert answer.status_code == 503
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_no_excuse(client: Client, monkeypatch):
    people.an_open_appeal()

    def wrong(*_, **__):
        raise ProgrammingError("no such column")

    monkeypatch.setattr(views, "_appeal_page", wrong)
    with pytest.raises(ProgrammingError):
        client.get(PAGE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the lock of SQLite")
def test_a_lock_that_sqlite_does_not_get_is_a_moment_to_wait(client: Client, form):
    people.an_open_appeal()
    people.an_embassy(country="GB")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert client.post(PAGE, form).status_code == 503
        other.execute("ROLLBACK")
        assert client.post(PAGE, form).status_code == 302
    finally:
        other.close()
        connection.close()  # the short timeout goes with it
