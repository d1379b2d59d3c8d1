"""Bela keys in the sheet from the market, line by line."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from appeals import keying, showing, signing
from appeals.admin.paper import LineForm
from appeals.models import Appeal, PaperSignature, Signature, Tally
from campaigns.models import Target
from kit.refusals import Refused
from letters import freezing, posters
from letters.models import Letter
from outbox.models import Message
from supporters.consent import VERSION
from supporters.models import Consent, Supporter
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
LINE = keying.Line(name="Amara Okafor", town="Leeds", country="GB", language="en", sheet="Market, 3")


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def test_a_line_counts_apart_and_becomes_a_letter_without_a_mail(appeal):
    signature = keying.key_in(appeal=appeal, line=LINE, by=people.bela(), now=NOW)
    tally = Tally.objects.get(appeal=appeal)
    assert (tally.confirmed, tally.on_paper, tally.signatures) == (0, 1, 1)
    assert (signature.method, signature.keyed_by, signature.created_at) == ("paper", people.bela(), NOW)
    assert signature.agreed["signer"]["name"] == "Amara Okafor"
    assert signature.agreed["reply_to"] == ""
    assert signature.target == Target.objects.get(key="kz-gb")
    assert Message.objects.count() == 0
    assert freezing.freeze(now=NOW) == 1
    assert Letter.objects.get().reference == signature.reference


def test_an_address_is_kept_only_with_the_tick(appeal):
    with pytest.raises(Refused, match="Without the tick"):
        keying.key_in(
            appeal=appeal,
            line=keying.Line(name="Amara", country="GB", language="en", email="amara@example.org"),
            by=people.bela(),
            now=NOW,
        )
    assert Supporter.objects.count() == 0


def test_a_ticked_box_is_a_consent_with_its_words(appeal):
    ticked = keying.Line(
        name="Amara", country="GB", language="en", email="amara@example.org", wants_updates=True
    )
    keying.key_in(appeal=appeal, line=ticked, by=people.bela(), now=NOW)
    consent = Consent.objects.get()
    said = "Tell me by mail what happens in this case. I can stop this at any time."
    assert (consent.purpose, consent.given_at, consent.language) == ("updates", NOW, "en")
    assert (consent.wording, consent.wording_version) == (said, VERSION)
    # What the sheet says beside the box, and what whoever keys it in compares with it.
    sheet = posters.sheet(showing.one(appeal.slug, language="en"), language="en")
    assert f"<p>* {said} ({VERSION})</p>" in sheet.html
    assert VERSION in str(LineForm.base_fields["wants_updates"].help_text)
    assert Message.objects.count() == 0


def test_where_the_office_asks_for_an_address_the_sheet_does_and_no_line_is_kept_without(
    desk: Client, appeal
):
    sheet = posters.sheet(showing.one(appeal.slug, language="en"), language="en")
    assert '<th scope="col" class="town">Town</th>' in sheet.html
    Appeal.objects.update(asks_postal_address=True)
    sheet = posters.sheet(showing.one(appeal.slug, language="en"), language="en")
    assert '<th scope="col" class="town">Your address, Town</th>' in sheet.html
    typed = {"appeal": appeal.pk, "name": "Amara Okafor", "town": "Leeds", "country": "GB", "language": "en"}
    add = "/admin/appeals/papersignature/add/"
    assert "without it the letter is not sent" in desk.post(add, typed).text
    desk.post(add, {**typed, "postal": "1 Mill Lane\r\nLS1 2AB", "_addanother": "1"})
    agreed = Signature.objects.get().agreed
    assert agreed["sender_line"] == "Amara Okafor, 1 Mill Lane, LS1 2AB, Leeds, United Kingdom"


def test_who_signed_by_mail_is_not_counted_again_on_paper(appeal):
    people.amara_signs(appeal)
    again = keying.Line(
        name="Amara", country="GB", language="en", email="Amara@example.org", wants_updates=True
    )
    with pytest.raises(Refused, match="signed already"):
        keying.key_in(appeal=appeal, line=again, by=people.bela(), now=NOW)


def test_the_same_name_and_town_is_found_however_it_is_written(appeal):
    kept = keying.key_in(appeal=appeal, line=LINE, by=people.bela(), now=NOW)
    assert keying.alike(appeal=appeal, name="  amara  OKAFOR", town="leeds").pk == kept.pk
    assert keying.alike(appeal=appeal, name="Amara Okafor", town="York") is None


def test_nothing_in_the_row_tells_the_name_without_the_key(appeal):
    kept = keying.key_in(appeal=appeal, line=LINE, by=people.bela(), now=NOW)
    row = repr(list(Signature.objects.filter(pk=kept.pk).values_list("line_index", "reference", "sheet")))
    assert "Amara" not in row


def test_what_was_keyed_in_wrongly_is_taken_back_and_no_longer_counts(appeal):
    kept = keying.key_in(appeal=appeal, line=LINE, by=people.bela(), now=NOW)
    signing.withdraw(signature=kept, now=NOW)
    tally = Tally.objects.get(appeal=appeal)
    assert (tally.confirmed, tally.on_paper) == (0, 0)
    assert keying.alike(appeal=appeal, name=LINE.name, town=LINE.town) is None


def test_a_country_without_an_office_is_refused(appeal):
    with pytest.raises(Refused, match="no office"):
        keying.key_in(
            appeal=appeal,
            line=keying.Line(name="A", country="FR", language="en"),
            by=people.bela(),
            now=NOW,
        )


# At the desk:

ADD = "/admin/appeals/papersignature/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    bela: User = people.bela()
    bela.user_permissions.add(Permission.objects.get(codename="key_in_signature"))
    client.force_login(bela)
    return client


def typed(appeal, **changes: str) -> dict[str, str]:
    line = {"name": "Amara Okafor", "town": "Leeds", "country": "GB", "email": ""}
    return {"appeal": str(appeal.pk), "language": "en", "sheet": "Market, 3", **line, **changes}


def test_line_follows_line_on_the_same_sheet(desk: Client, appeal):
    answer = desk.post(ADD, {**typed(appeal), "_addanother": "1"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{ADD}?appeal={appeal.pk}&country=GB&language=en&sheet=Market%2C+3"
    kept = PaperSignature.objects.get()
    assert (kept.keyed_by.username, kept.sheet, kept.name) == ("bela", "Market, 3", "Amara Okafor")
    assert 'value="Market, 3"' in desk.get(answer["Location"]).text


def test_a_line_that_is_there_already_is_warned_of_and_can_be_kept(desk: Client, appeal):
    desk.post(ADD, typed(appeal))
    warned = desk.post(ADD, typed(appeal))
    assert "A line with this name and town is there already" in warned.text
    assert PaperSignature.objects.count() == 1
    desk.post(ADD, typed(appeal, although_alike="on"))
    assert Tally.objects.get(appeal=appeal).on_paper == 2


def test_an_address_that_has_signed_keeps_what_was_typed(desk: Client, appeal):
    people.amara_signs(appeal)
    page = desk.post(ADD, typed(appeal, email="amara@example.org", wants_updates="on"))
    assert "Somebody with this address has signed already" in page.text
    assert 'value="Amara Okafor"' in page.text


def test_the_list_shows_no_name_and_only_paper(desk: Client, appeal):
    desk.post(ADD, typed(appeal))
    people.amara_confirms(appeal)
    page = desk.get("/admin/appeals/papersignature/").text
    assert "Amara" not in page
    assert page.count('class="action-select"') == 1
    one = PaperSignature.objects.get(method="paper")
    assert "Amara Okafor" in desk.get(f"/admin/appeals/papersignature/{one.pk}/change/").text


def test_who_may_not_key_in_finds_no_door(client: Client, appeal):
    client.force_login(people.dana())
    assert client.get(ADD).status_code == 403


def test_a_wrong_line_is_taken_back_at_the_desk(desk: Client, appeal):
    desk.post(ADD, typed(appeal))
    one = PaperSignature.objects.get()
    desk.post("/admin/appeals/papersignature/", {"action": "take_back", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert (one.state, Tally.objects.get(appeal=appeal).on_paper) == ("withdrawn", 0)
