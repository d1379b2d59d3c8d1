"""At the desk: begin an update, choose its readers, see it as one of them, mail a test to oneself, steer it, read what came of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from mailings import releasing
from mailings.models import Mailing
from mailings.results import Results, results_of
from mailings.unsubscribing import stop_updates
from outbox.models import Message, Notice
from outbox.sending import send_due
from supporters.models import Supporter
from tests import people
from tests.mailings.factories import LATER, again, approved, drafted, enqueued, messages, signers
from tests.mailings.test_admin import WRITES, desk, page_of, press
from tests.mailings.test_mail import Taken, send
from tests.people import NOW, bela, dana

ADD = "admin:mailings_mailing_add"
TEXT = {
    "texts-TOTAL_FORMS": "1",
    "texts-INITIAL_FORMS": "0",
    "texts-0-language": "en",
    "texts-0-subject": "A market day",
    "texts-0-body": "She baked **bread**.",
}


def test_bela_begins_an_update_and_chooses_who_gets_it(appeal):
    signers(appeal, 2)
    client = desk(bela(), "add_mailing", *WRITES)
    form = {
        "case": appeal.case.pk,
        "reach": "campaign",
        "countries": ["GB", "IE"],
        "in_archive": "on",
        **TEXT,
    }
    answer = client.post(reverse(ADD), form)
    mailing = again()
    assert answer.url == page_of(mailing)
    assert (mailing.kind, mailing.written_by, mailing.countries, mailing.in_archive) == (
        "update",
        bela(),
        ["GB", "IE"],
        True,
    )
    page = client.get(page_of(mailing)).text
    assert "Who gets it: 2 of 2 who signed any appeal of its campaign" in page
    assert "s…@e….org" in page
    assert "signer0@" not in page
    assert press(client, mailing, "submit") == "Submit for approval: done."
    change = reverse("admin:mailings_mailing_change", args=[mailing.pk])
    text = mailing.texts.get()
    kept = {
        **TEXT,
        "texts-INITIAL_FORMS": "1",
        "texts-0-id": text.pk,
        "reach": "campaign",
        "in_archive": "on",
    }
    assert client.post(change, {**kept, "languages": ["de"]}).url == page_of(mailing)
    assert (again().state, again().languages, again().countries) == ("draft", ["de"], [])


def test_signers_of_an_appeal_need_the_appeal(appeal):
    client = desk(bela(), "add_mailing", *WRITES)
    answer = client.post(reverse(ADD), {"case": appeal.case.pk, "reach": "appeal", **TEXT}, follow=True)
    assert "Choose the appeal whose signers get it." in answer.text
    assert Mailing.objects.count() == 0


def test_seen_as_a_signer_it_names_nobody_and_says_why_not_only_to_who_may_know(appeal):
    (quiet,) = signers(appeal, 1, email="quiet@example.org", wants_updates=False)
    mailing = drafted(appeal)
    reader = appeal.signatures.get(wants_updates=True)
    client = desk(dana(), "view_mailing")

    def said(reference: str) -> str:
        page = client.get(page_of(mailing), {"as": reference})
        assert "@example.org" not in page.text
        return page.context["as"].said

    assert said(reader.reference.lower()) == "They get the text in en."
    assert said("OC-0000-0000") == "There is no letter with this reference, or its signer is forgotten."
    assert said(quiet.reference) == "They do not get it."
    dana().user_permissions.add(Permission.objects.get(codename="view_signature"))
    assert said(quiet.reference) == "They do not get it: did not ask to be told, or no longer want it."


def test_a_test_goes_to_oneself_alone_and_its_links_stop_nobody(appeal):
    mailing = drafted(appeal)
    client = desk(dana(), "view_mailing")
    assert press(client, mailing, "test", language="en").startswith("Your account has no mail address.")
    dana().__class__.objects.filter(username="dana").update(email="dana@group.example")
    assert press(client, mailing, "test", language="tr") == "The mailing has no text in that language."
    assert press(client, mailing, "test", language="de").startswith("On its way to your own address")
    transport = Taken()
    send_due(stream="confirmation", clock=lambda: NOW, transport=transport)
    (parcel,) = [one for one in transport.parcels if one.recipients == ("dana@group.example",)]
    assert b"Subject: [TEST] " in parcel.content
    assert b"updates/stop/0-" in parcel.content


def test_a_start_that_nobody_understands_releases_nothing(appeal):
    mailing = approved(appeal)
    client = desk(bela(), "view_mailing", "release_mailing")
    assert press(client, mailing, "release", starts_at="soon").startswith(
        "Not before: Enter a valid date/time."
    )
    assert again().state == "approved"
    press(client, mailing, "release", starts_at="2026-11-23T08:00", in_morning="on", spread_minutes="10")
    assert (again().state, again().starts_at.hour, again().in_morning, again().spread_minutes) == (
        "released",
        8,
        True,
        10,
    )


def test_pause_and_go_on_take_the_right_to_release(appeal):
    mailing = enqueued(appeal)
    assert desk(bela(), *WRITES).post(page_of(mailing), {"button": "pause", "reason": "x"}).status_code == 403
    client = desk(dana(), "view_mailing", "release_mailing")
    assert press(client, mailing, "pause", reason="The family asked.") == "Pause: done."
    assert "Paused by dana" in client.get(page_of(mailing)).text
    assert press(client, mailing, "resume") == "Let it go on: done."


@pytest.mark.parametrize("count", [1, 3])
def test_what_came_of_it_is_counted_and_nobody_was_watched(appeal, count, django_assert_num_queries):
    enqueued(appeal, count + 2)
    send()
    gone, back, *_ = messages()
    notice = {"source": "log", "at": LATER, "noted_at": LATER}
    Notice.objects.create(message=back, key="1", kind="hard", **notice)
    Notice.objects.create(message=back, key="2", kind="hard", **notice)
    Notice.objects.create(message=gone, key="3", kind="complaint", **notice)
    day_after = LATER + timedelta(days=1)
    stop_updates(supporter_id=Supporter.objects.earliest("pk").pk, now=day_after)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    people.amara_confirms(other, now=day_after, email="signer1@example.org")
    people.amara_confirms(other, now=day_after, email="stranger@example.org")
    sent = again()
    with django_assert_num_queries(5):
        assert results_of(sent) == Results(sent=count + 2, bounced=1, complained=1, left=1, signed=1)
    assert results_of(Mailing()) is None
    assert releasing.finish(now=LATER) == 1
    assert not Message.objects.filter(kind="mailing").unfinished().exists()
