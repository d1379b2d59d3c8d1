"""Amara signs, confirms, takes back; Chidi types her address and learns nothing."""

from datetime import timedelta

import pytest
from django.conf import settings

from appeals import amending, merging, previewing, reminding, signing
from appeals.models import Signature, Tally
from kit.refusals import Refused
from outbox.models import Message
from supporters.models import Consent, Supporter
from tests import people
from tests.outbox.factories import QUEUEING
from tests.people import NOW

pytestmark = pytest.mark.django_db
SIGN_QUERIES = 9 + QUEUEING  # nine, and the savepoint around them


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def test_signing_makes_a_pending_signature_and_one_mail(appeal):
    signature = people.amara_signs(appeal)
    assert signature.state == "pending"
    assert [(m.kind, m.recipient, m.state) for m in Message.objects.all()] == [
        ("confirmation", "amara@example.org", "queued")
    ]
    assert Tally.objects.get().confirmed == 0


def test_confirm_freezes_the_letter_that_was_shown(appeal):
    signature = people.amara_confirms(appeal)
    assert signature.state == "confirmed"
    assert signature.cooling_until == NOW + timedelta(seconds=settings.OUTCRY_COOLING_SECONDS)
    assert signature.agreed == {
        "v": 2,
        "reference": signature.reference,
        "salt": signature.agreed["salt"],
        "date": "2026-11-22",
        "language": "en",
        "layout": "uk_dl",
        "subject": "The baker of Exampletown",
        "salutation": "Your Excellency,",
        "paragraphs": ["I write to you about the baker.", "She is held for baking."],
        "demands": ["Release her at once."],
        "ending": ["Please tell me where she is."],
        "bricks": [],
        "own_words": "",
        "closing": "Yours faithfully,",
        "signer": {
            "name": "Amara Okafor",
            "town": "Leeds",
            "country": "GB",
            "country_name": "United Kingdom",
            "address_lines": [],
        },
        "sender_line": "Amara Okafor, Leeds, United Kingdom",
        "recipient": {
            "name": "Embassy of Kazakhstan in GB",
            "address_lines": ["1 Embassy Row"],
            "postcode": "AB1 2CD",
            "city": "Capital",
            "country": "GB",
            "country_line": "",
            "email": "embassy-gb@mission.example",
        },
        "copies_to": ["copy@campaign.example"],
        "reply_to": "",
    }
    assert signature.agreed_digest == merging.digest(signature.agreed)


def test_no_two_letters_have_a_salt_in_common_and_a_preview_has_none(appeal):
    """Else Chidi, who knows reference, date and text, could try names against a digest that is shown to him."""
    first = people.amara_confirms(appeal)
    second = people.amara_confirms(appeal, email="ama@example.org")
    amending.amend(
        signature=first, name="Amara", town="", own_words="", postal="", bricks=(), now=first.confirmed_at
    )
    salts = {first.agreed["salt"], second.agreed["salt"], Signature.objects.get(pk=first.pk).agreed["salt"]}
    assert {len(salt) for salt in salts} == {32}
    assert len(salts) == 3
    assert previewing.for_signature(signature=second, day=NOW.date()).agreed["salt"] == ""


def test_a_letter_of_before_there_was_salt_gets_it_when_its_signer_changes_it(appeal):
    signature = people.amara_confirms(appeal)
    old = {name: value for name, value in signature.agreed.items() if name != "salt"} | {"v": 1}
    Signature.objects.update(agreed=old, agreed_digest=merging.digest(old))
    asked = {"name": "Amara", "town": "", "own_words": "", "postal": "", "bricks": ()}
    amending.amend(signature=signature, **asked, now=NOW)
    agreed = Signature.objects.get().agreed
    assert (agreed["v"], len(agreed["salt"])) == (2, 32)


def test_what_chidi_types_meanwhile_is_not_what_amara_read(appeal):
    people.amara_signs(appeal)
    link = people.link_in_newest_mail()
    read = merging.words_digest(
        previewing.for_signature(signature=signing.by_link(link), day=NOW.date()).agreed
    )
    people.amara_signs(appeal, own_words="Words of Chidi's.", now=NOW + timedelta(minutes=5))
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="has changed since you opened this page"):
        signing.confirm(signature=signing.by_link(link), seen=read, now=tomorrow)
    people.amara_signs(appeal, now=NOW + timedelta(minutes=9))
    stale = signing.by_link(link)
    people.amara_signs(appeal, own_words="Words of Chidi's.", now=NOW + timedelta(minutes=10))
    assert signing.confirm(signature=stale, seen=read, now=tomorrow) is False  # at this very moment
    people.amara_signs(appeal, now=NOW + timedelta(minutes=11))
    assert signing.confirm(signature=signing.by_link(link), seen=read, now=tomorrow) is True


def test_a_name_that_no_font_of_letters_draws_stands_in_latin_letters_in_the_letter_alone(appeal):
    signature = people.amara_confirms(appeal, name="ნინო Okafor", town="თბილისი", postal="ქუჩა 5")
    assert signature.name == "ნინო Okafor"
    assert signature.agreed["signer"] == {
        "name": "Nino Okafor",
        "town": "Tbilisi",
        "country": "GB",
        "country_name": "United Kingdom",
        "address_lines": ["Kucha 5"],
    }
    assert signature.agreed["sender_line"] == "Nino Okafor, Kucha 5, Tbilisi, United Kingdom"


def test_confirm_twice_counts_once(appeal):
    signature = people.amara_confirms(appeal)
    stale = Signature.objects.select_related("appeal__case__campaign", "supporter").get(pk=signature.pk)
    assert signing.confirm(signature=stale, now=NOW) is False
    # The same button in two windows: both loaded the page while it was pending.
    stale.state = Signature.State.PENDING
    assert signing.confirm(signature=stale, now=NOW) is False
    assert Tally.objects.get().confirmed == 1
    assert Signature.objects.get().reference == signature.reference


def test_what_changes_after_confirmation_changes_nothing_in_the_letter(appeal):
    signature = people.amara_confirms(appeal)
    appeal.texts.update(body="Something else.")
    signature.target.contacts.filter(channel="post").update(address_lines="9 Other Street")
    signature.refresh_from_db()
    assert signature.agreed["paragraphs"] == ["I write to you about the baker.", "She is held for baking."]
    assert signature.agreed["recipient"]["address_lines"] == ["1 Embassy Row"]


def test_reply_to_only_by_consent_and_consent_counts_only_when_confirmed(appeal):
    people.amara_signs(appeal, may_reply=True)
    assert Consent.objects.count() == 0
    signature = signing.by_link(people.link_in_newest_mail())
    signing.confirm(signature=signature, now=NOW)
    assert Signature.objects.get().agreed["reply_to"] == "amara@example.org"
    consent = Consent.objects.get()
    assert (consent.purpose, consent.given_at, consent.language) == ("reply", NOW, "en")
    assert consent.wording == "The office I write to may see my mail address and answer me directly."


def test_signing_again_while_pending_mends_the_name_and_sends_no_second_mail(appeal):
    people.amara_signs(appeal)
    first_link = people.link_in_newest_mail()
    people.amara_signs(appeal, name="Amara N. Okafor", now=NOW + timedelta(minutes=5))
    assert Signature.objects.get().name == "Amara N. Okafor"
    assert Message.objects.count() == 1
    assert signing.by_link(first_link) == Signature.objects.get()


def test_chidi_types_amaras_address_after_she_confirmed_and_only_she_hears_of_it(appeal):
    signature = people.amara_confirms(appeal)
    people.amara_signs(appeal, name="Chidi", town="Elsewhere", now=NOW + timedelta(days=1))
    assert [(m.kind, m.recipient) for m in Message.objects.order_by("pk")] == [
        ("confirmation", "amara@example.org"),
        ("already_signed", "amara@example.org"),
    ]
    signature.refresh_from_db()
    assert (signature.state, signature.name) == ("confirmed", "Amara Okafor")


def test_five_spellings_of_one_mailbox_get_one_mail(appeal):
    spellings = [
        "a.mara@gmail.com",
        "amara@gmail.com",
        "Amara+x@gmail.com",
        "AMARA@googlemail.com",
        "amara+y@gmail.com",
    ]
    for spelling in spellings:
        people.amara_signs(appeal, email=spelling)
    assert Message.objects.count() == 1
    assert Signature.objects.count() == 5


def test_a_mailbox_gets_three_mails_a_day_over_all_appeals():
    people.an_embassy(country="GB")
    for slug in ("baker", "weaver", "welder", "miner"):
        people.amara_signs(people.an_open_appeal(case=people.a_case(slug=slug)))
    assert Message.objects.count() == 3


def test_it_was_not_me_forgets_what_was_typed(appeal):
    people.amara_signs(appeal, own_words="I knew her.", display="name", postal="1 Mill Lane")
    link = people.link_in_newest_mail()
    for later in (timedelta(days=1), timedelta(days=3)):
        reminding.remind(now=NOW + later)
    Message.objects.update(state="sent", sent_at=NOW)
    signing.reject(signature=signing.by_link(link), now=NOW + timedelta(days=4))
    signature = Signature.objects.get()
    assert (signature.own_words, signature.postal, signature.display, signature.display_wording) == (
        "",
        "",
        "count",
        "",
    )
    assert [(m.recipient, m.values) for m in Message.objects.all()] == [("", {})] * 3
    assert (signature.state, signature.name, signature.town, signature.supporter) == (
        "rejected",
        "",
        "",
        None,
    )
    assert Supporter.objects.count() == 0
    assert signing.by_link(link) is None


def test_withdraw_takes_it_off_the_count_once(appeal):
    signature = people.amara_confirms(appeal)
    signing.withdraw(signature=signature, now=NOW)
    with pytest.raises(Refused):
        signing.withdraw(signature=Signature.objects.get(), now=NOW)
    assert Tally.objects.get().confirmed == 0


def test_amara_may_sign_again_after_she_took_it_back(appeal):
    signing.withdraw(signature=people.amara_confirms(appeal), now=NOW)
    tomorrow = NOW + timedelta(days=1)
    signature = people.amara_confirms(appeal, now=tomorrow)
    assert (signature.state, signature.confirmed_at) == ("confirmed", tomorrow)
    assert Tally.objects.get().confirmed == 1


def test_a_link_opens_nothing_after_two_weeks(appeal):
    people.amara_signs(appeal)
    with pytest.raises(Refused, match="too old"):
        signing.confirm(signature=signing.by_link(people.link_in_newest_mail()), now=NOW + timedelta(days=15))
    assert Signature.objects.get().state == "pending"


def test_the_letter_is_in_the_embassys_language_not_in_the_signers():
    people.an_embassy(country="DE", languages=("ru", "de", "en"))
    signature = people.amara_confirms(people.an_open_appeal(), country="DE")
    assert (signature.letter_language, signature.language, signature.agreed["layout"]) == (
        "de",
        "en",
        "din5008b",
    )
    assert signature.agreed["demands"] == ["Lassen Sie sie sofort frei."]


def test_a_letter_from_abroad_names_the_country_and_one_from_inland_does_not():
    people.an_embassy(country="GB", covers=("IE",))
    appeal = people.an_open_appeal()
    inland = people.amara_confirms(appeal)
    abroad = people.amara_confirms(appeal, email="amara@example.ie", country="IE")
    lines = [signature.agreed["recipient"]["country_line"] for signature in (inland, abroad)]
    assert lines == ["", "United Kingdom"]


def test_an_office_without_a_checked_address_still_gets_a_letter_that_waits():
    people.an_embassy(country="GB", verified=False)
    signature = people.amara_confirms(people.an_open_appeal())
    assert (signature.state, signature.email_contact, signature.agreed["recipient"]["email"]) == (
        "confirmed",
        None,
        "",
    )


def test_no_office_for_the_country_is_a_clear_refusal_and_nothing_is_counted():
    appeal = people.an_open_appeal()
    people.amara_signs(appeal)
    with pytest.raises(Refused, match="no office for your country"):
        signing.confirm(signature=signing.by_link(people.link_in_newest_mail()), now=NOW)
    assert (Signature.objects.get().state, Tally.objects.get().confirmed) == ("pending", 0)


@pytest.mark.parametrize("others", [0, 1_000])
def test_a_signature_costs_the_same_queries_however_many_there_are(appeal, others, django_assert_num_queries):
    Signature.objects.bulk_create(
        Signature(appeal=appeal, country="GB", language="en", created_at=NOW) for _ in range(others)
    )
    added = {"own_words": "I knew her.", "display": "name_town", "postal": "1 Mill Lane", "bricks": (1,)}
    typed = signing.Typed(**people.AMARA, **added)
    with django_assert_num_queries(SIGN_QUERIES):
        signing.sign(appeal=appeal, typed=typed, language="en", now=NOW)
