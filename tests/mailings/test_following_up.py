"""Bela tells those who signed what is new, or that no more letters are needed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from appeals import publishing
from kit.refusals import Refused
from mailings import approving, audience, releasing, wording
from mailings.following_up import follow_up
from mailings.models import Mailing
from tests import people
from tests.mailings.factories import LATER, messages, signers
from tests.people import NOW, bela, dana


def closed(appeal):
    publishing.close(appeal=appeal, by=dana(), reason="She may receive letters again.", now=NOW)
    appeal.refresh_from_db()


def test_further_information_goes_to_those_who_signed_this_appeal_and_asked(appeal):
    signers(appeal, 2)
    signers(appeal, 1, email="quiet@example.org", wants_updates=False)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    signers(other, 1, email="weaver@example.org")
    mailing = follow_up(appeal=appeal, kind="further", by=bela(), now=NOW)
    assert audience.count(mailing, now=NOW).reached == 2
    assert sorted(mailing.texts.values_list("language", "subject")) == [
        ("de", "Neue Informationen: Freiheit für die Bäckerin"),
        ("en", "Further information: Free the baker"),
    ]


def test_what_is_new_only_a_person_can_say(appeal):
    signers(appeal)
    mailing = follow_up(appeal=appeal, kind="further", by=bela(), now=NOW)
    with pytest.raises(Refused, match="has a gap: ⟦check: what is new"):
        approving.submit(mailing=mailing, by=bela(), now=NOW)
    texts = list(mailing.texts.all())
    for text in texts:
        text.body = "The trial begins on Monday."
    approving.write(mailing=mailing, texts=texts, by=bela(), now=NOW)
    approving.submit(mailing=mailing, by=bela(), now=NOW)
    seen = wording.digest(mailing)
    approving.approve(mailing=mailing, seen=seen, by=dana(), now=NOW)
    releasing.release(mailing=mailing, by=bela(), now=NOW)
    releasing.see_off(now=LATER)
    assert [message.recipient for message in messages()] == ["signer0@example.org"]


def test_stop_is_not_said_while_the_appeal_still_asks_for_letters(appeal):
    signers(appeal)
    with pytest.raises(Refused, match="Close it first"):
        follow_up(appeal=appeal, kind="stop", by=bela(), now=NOW)
    closed(appeal)
    mailing = follow_up(appeal=appeal, kind="stop", by=bela(), now=NOW)
    text = mailing.texts.get(language="en")
    assert text.subject == "Stop action: Free the baker"
    assert (
        "Please write no more letters on this appeal.\n\nThe appeal ended on this day: 22 November 2026."
        in text.body
    )


def test_bela_presses_the_button_on_the_page_of_the_appeal(appeal):
    signers(appeal)
    user = bela()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(reverse("admin:appeals_appeal_change", args=[appeal.pk])).content.decode()
    assert "Further information" in page
    assert "Stop action" not in page
    client.post(reverse("admin:mailings_follow_up", args=[appeal.pk]), {"kind": "further"})
    mailing = Mailing.objects.get()
    assert (mailing.kind, mailing.appeal, mailing.written_by) == ("further", appeal, user)
    for name in ("deciding", "mailing_change"):
        page = client.get(reverse(f"admin:mailings_{name}", args=[mailing.pk]))
        assert "urther information on an appeal" in page.content.decode()
