"""Collective letters at the desk, and on paper: the letter that all share, and behind it who signed, as each chose."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from appeals import moderating
from appeals.models import Signature
from letters import collecting, collective_mail
from letters.models import CollectiveLetter, Dispatch
from letters.pressing import PressMissing
from outbox.models import Message
from tests import people
from tests.config.doors import in_role
from tests.letters.factories import LATER, ready_for_all, signatures
from tests.letters.sending_off import sent
from tests.people import NOW

LIST = "admin:letters_collectiveletter_changelist"


@pytest.fixture
def client(db) -> Client:
    client = Client()
    in_role(client, "dispatcher")
    return client


def _together(appeal, count: int) -> CollectiveLetter:
    signatures(appeal, count)
    ready_for_all()
    Dispatch.objects.update(channel="collective")
    collecting.collect(now=LATER)
    return CollectiveLetter.objects.latest("pk")


def _pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_says_of_each_how_many_letters_are_in_it(client, count, django_assert_num_queries):
    people.an_embassy(country="GB")
    for number in range(count):
        _together(people.an_open_appeal(case=people.a_case(slug=f"case-{number}")), 2)
    sent(now=LATER + timedelta(hours=1))  # they take turns
    with django_assert_num_queries(8):
        page = client.get(reverse(LIST))
    assert [row.many for row in page.context["cl"].result_list] == [2] * count
    assert page.text.count("2.0.0 Ok: queued as") == count


def test_the_paper_has_the_letter_and_behind_it_who_signed_as_each_chose(client, appeal):
    people.amara_confirms(appeal, own_words="She baked my bread.", name="نازنین زاغری", email="n@example.org")
    moderating.pass_on(signature=Signature.objects.get(), by=people.dana(), now=NOW)
    email = _together(appeal, 3)
    letters = email.letters.order_by("signed_at")
    for letter, display in zip(letters, ("name", "name_town", "count", "name"), strict=True):
        Signature.objects.filter(pk=letter.signature_id).update(display=display)
    address = reverse("admin:letters_collectiveletter_pdf", args=[email.pk])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    front, annex = _pages(answer.content)
    assert "Embassy of Kazakhstan in GB" in front
    assert "Release her at once." in front
    assert "Signatures under this letter: 4" in front
    assert "She baked my bread." in front
    assert "Ama Boateng, Leeds" in annex
    assert "Aziza Nurlan" not in front + annex
    assert LogEntry.objects.get().get_change_message() == "Letter and annex opened as a PDF."
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("has_press", [True, False])
def test_more_names_than_a_mail_shows_go_into_a_file_beside_it(appeal, monkeypatch, has_press):
    monkeypatch.setattr(collective_mail, "LISTED", 1)
    if not has_press:
        monkeypatch.setattr(collective_mail.collective_pdf, "press", _broken)
    _together(appeal, 2)
    Signature.objects.update(display="name")
    draft = collective_mail.compose(Message.objects.get(kind="collective"))
    (file,) = draft.attachments
    assert "Amara Okafor" not in draft.text
    if has_press:
        assert (file.filename, file.content_type) == ("signers.pdf", "application/pdf")
        assert "Amara Okafor" in _pages(file.content)[1]
    else:
        assert (file.filename, file.content_type) == ("signers.txt", "text/plain")
        assert file.content.decode().endswith("\n1. Amara Okafor\n2. Ama Boateng\n")


def _broken(_page):
    raise PressMissing("no press here")
