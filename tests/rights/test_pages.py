"""What we hold about Amara: asked for by mail, seen, taken along, corrected and ended by nobody but her."""

import json
from datetime import timedelta

import pytest
from django.core import signing as django_signing
from django.db import connection
from django.utils import timezone

from appeals import guarded_form
from appeals.models import Signature
from letters import dispatching, freezing, making, scheduling
from letters.models import Letter
from outbox.kinds import kind_of
from outbox.models import Message
from outbox.return_addresses import reply_address
from rights import links
from rights.mail import compose
from rights.models import Receipt
from supporters.models import Consent, Supporter
from tests import people
from tests.letters.factories import quick_press

pytestmark = pytest.mark.django_db
ASK = "/en/your-data/"


@pytest.fixture
def amara(appeal) -> Supporter:
    signature = people.amara_confirms(
        appeal, now=timezone.now(), display="name", may_reply=True, wants_updates=True
    )
    return signature.supporter


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    monkeypatch.setattr(guarded_form, "SECONDS_TO_TYPE", -1)


def asks(client, email):
    token = django_signing.TimestampSigner(salt=guarded_form.SALT).sign("form")
    return client.post(ASK, {"email": email, "token": token, "website": ""})


def page_of(supporter, *, made_at=None) -> str:
    return f"{ASK}{links.token_of(supporter.pk, now=made_at or timezone.now())}/"


def mail_to(email) -> str:
    (message,) = [one for one in Message.objects.filter(kind="your_data") if one.recipient == email]
    return compose(message).text


def test_the_form_answers_a_stranger_like_amara_and_the_mail_tells_each_the_truth(
    amara, client, django_assert_num_queries
):
    # PostgreSQL looks for suppressed mailboxes in the statement that queues.
    statements = 3 if connection.vendor == "postgresql" else 4
    with django_assert_num_queries(statements):
        hers = asks(client, "amara@example.org")
    with django_assert_num_queries(statements):
        his = asks(client, "chidi@example.org")

    assert (hers.status_code, hers.url) == (his.status_code, his.url) == (302, "/en/your-data/asked/")
    (link,) = [word for word in mail_to("amara@example.org").split() if word.startswith("http")]
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).context["held"].supporter == amara
    assert [word for word in mail_to("chidi@example.org").split() if word.startswith("http")] == []
    assert "We hold nothing about it." in mail_to("chidi@example.org")


def test_a_mailbox_gets_three_such_mails_a_day_and_nobody_is_told(amara, client, monkeypatch):
    now = timezone.now()
    for hour in range(5):
        monkeypatch.setattr("rights.views.timezone.now", lambda hour=hour: now + timedelta(minutes=hour))
        assert asks(client, "amara@example.org").status_code == 302

    assert Message.objects.filter(kind="your_data").count() == 3


def test_a_network_that_asks_for_many_is_asked_to_come_back(client):
    answers = [asks(client, f"chidi{number}@example.org").status_code for number in range(32)]

    assert answers == [302] * 30 + [422] * 2


def test_a_link_that_is_old_bent_or_of_somebody_erased_opens_nothing(amara, client):
    good = page_of(amara)
    bent = good.replace(f"{amara.pk}-", f"{amara.pk + 1}-", 1)
    old = page_of(amara, made_at=timezone.now() - timedelta(hours=25))

    assert [client.get(one).status_code for one in (good, bent, old, ASK + "x/")] == [200, 404, 404, 404]
    Supporter.objects.all().delete()
    assert client.get(good).status_code == 404


def test_looking_changes_nothing_and_every_act_wants_a_post(amara, client):
    page = page_of(amara)

    assert client.get(page)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [client.get(f"{page}{act}/").status_code for act in ("erase", "stop", "correct")] == [405] * 3
    assert Supporter.objects.count() == 1


def test_the_page_costs_as_many_queries_for_one_signature_as_for_three(
    amara, client, django_assert_num_queries
):
    page = page_of(amara)
    with django_assert_num_queries(10):
        client.get(page)
    for slug in ("weaver", "welder"):
        people.amara_confirms(people.an_open_appeal(case=people.a_case(slug=slug)), now=timezone.now())
    with django_assert_num_queries(10):
        client.get(page)


def test_the_file_holds_all_of_it_and_no_secret(amara, client):
    answer = client.get(page_of(amara) + "mine.json")
    held = json.loads(answer.content)["held"]

    assert answer["Content-Disposition"] == 'attachment; filename="outcry-my-data.json"'
    assert {model: len(rows) for model, rows in held.items()} == {
        "appeals.MailAllowance": 1,
        "appeals.Signature": 1,
        "outbox.Message": 1,
        "supporters.Consent": 2,
        "supporters.Supporter": 1,
    }
    (signature,) = held["appeals.Signature"]
    assert (signature["name"], signature["agreed"]["signer"]["name"]) == ("Amara Okafor", "Amara Okafor")
    assert {"link_seed", "link_hash"} & set(signature) == set()


def test_a_correction_reaches_the_list_but_not_what_was_agreed_to(amara, client):
    typed = {"name": "Amara Okafor-Bell", "country": "IE", "display": "initials", "mails_in": "de"}
    assert client.post(page_of(amara) + "correct/", typed).status_code == 302

    amara.refresh_from_db()
    signature = Signature.objects.get()
    assert (amara.language, signature.language) == ("de", "de")
    assert (signature.name, signature.country, signature.display) == ("Amara Okafor-Bell", "IE", "initials")
    assert signature.agreed["signer"]["name"] == "Amara Okafor"
    assert signature.display_wording != ""


def test_a_wrong_correction_says_so_and_saves_nothing(amara, client):
    answer = client.post(page_of(amara) + "correct/", {"name": "", "country": "XX", "mails_in": "de"})

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["country", "display", "name"]
    amara.refresh_from_db()
    assert amara.language == "en"


@pytest.mark.parametrize(("purpose", "left"), [("updates", ["reply"]), ("reply", ["updates"])])
def test_what_she_agreed_to_ends_one_by_one(amara, client, purpose, left):
    client.post(page_of(amara) + "stop/", {"purpose": purpose})

    assert list(Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)) == left


def test_a_letter_that_leaves_later_brings_her_address_no_more(amara, client):
    freezing.freeze(now=timezone.now())
    with quick_press():
        making.make_some(now=timezone.now(), most=9)
    later = timezone.now() + timedelta(hours=2)
    scheduling.schedule(now=later)
    dispatching.dispatch_due(now=Letter.objects.get().due_at)
    message = Message.objects.get(kind="letter")
    assert kind_of("letter").compose(message).reply_to == "amara@example.org"

    client.post(page_of(amara) + "stop/", {"purpose": "reply"})
    assert kind_of("letter").compose(message).reply_to == reply_address(message.pk)


def test_erasing_wants_a_tick_and_gives_a_receipt_that_names_nobody(amara, client):
    page = page_of(amara)
    assert client.post(page + "erase/").status_code == 422
    answer = client.post(page + "erase/", {"sure": "on"})

    receipt = Receipt.objects.get()
    assert answer.url == f"/en/your-data/receipt/{receipt.number}/"
    shown = client.get(answer.url)
    assert shown.context["counts"] == {"signatures": 1, "letters": 0, "mails": 1, "others": 4}
    assert b"Okafor" not in shown.content
    assert client.post(page + "erase/", {"sure": "on"}).status_code == 404
