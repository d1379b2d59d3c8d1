"""The page behind Amara's link: what she sees and does after she signed. A GET changes nothing; nothing is kept by a cache."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from appeals import links, moderating
from appeals.models import Appeal, Signature, Tally
from letters.models import Letter
from letters.posted import count_posted
from letters.pressing import PressMissing
from tests import people
from tests.letters.factories import PDF, quick_press, ready_letters
from tests.people import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=30)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    with time_machine.travel(SOON, tick=False):
        yield people.an_open_appeal()


@pytest.fixture
def signature(appeal):
    return people.amara_confirms(appeal)


def at(signature, door=""):
    return f"/en/signature/{links.token_of(signature.link_seed)}/{door}"


def test_she_sees_place_letter_shares_and_kit(client: Client, signature):
    page = client.get(at(signature))
    for words in (
        "Yours is the next letter to this office.",
        signature.reference,
        "https://t.me/share",
        "mailto:embassy-gb@mission.example?subject=",
        "Take my signature back",
    ):
        assert words in page.text
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert page.cookies == {}
    assert "<script" not in page.text


def test_she_changes_her_letter_and_an_error_loses_nothing(client: Client, signature):
    typed = {"name": "Amara N. Okafor", "town": "York\u202e", "own_words": "I knew her."}
    wrong = client.post(at(signature, "change/"), typed)
    assert wrong.status_code == 422
    assert "U+202E" in wrong.text
    assert 'value="Amara N. Okafor"' in wrong.text
    assert "I knew her.</textarea>" in wrong.text
    assert client.post(at(signature, "change/"), {**typed, "town": "York"}).status_code == 302
    page = client.get(at(signature))
    assert "A person reads your own words first." in page.text
    assert Signature.objects.get().reference in page.text


def test_she_unticks_a_brick_and_types_the_address_that_the_office_asks_for(client: Client, appeal):
    people.offer_bricks(appeal, en=("I am a baker too.", "I knew her."))
    signature = people.amara_confirms(appeal, bricks=(1,))
    Appeal.objects.update(asks_postal_address=True)
    page = client.get(at(signature)).text
    assert 'name="bricks" value="1" id="id_bricks_0" checked' in page
    typed = {"name": "Amara Okafor", "town": "Leeds", "bricks": ["2"]}
    assert "Please type your address" in client.post(at(signature, "change/"), typed).text
    client.post(at(signature, "change/"), {**typed, "postal": "1 Mill Lane\r\nLS1 2AB"})
    page = client.get(at(signature)).text
    assert "<p>I knew her.</p>" in page
    assert "<p>I am a baker too.</p>" not in page
    assert "<bdi>1 Mill Lane</bdi>" in page


def test_after_the_window_the_form_is_gone_and_a_late_press_is_told_so(client: Client, signature):
    with time_machine.travel(signature.cooling_until, tick=False):
        assert "change/" not in client.get(at(signature)).text
        late = client.post(at(signature, "change/"), {"name": "Chidi", "town": "", "own_words": ""})
    assert (late.status_code, "no longer possible" in late.text) == (409, True)
    assert Signature.objects.get().name == "Amara Okafor"


def test_characters_that_no_letter_can_print_are_named_at_the_field(client: Client, signature):
    page = client.post(at(signature, "change/"), {"name": "Amara", "town": "", "own_words": "Love 🕊"})
    assert (page.status_code, "The letter cannot print these characters: 🕊" in page.text) == (422, True)


def test_refused_words_show_the_reason_and_the_form_for_as_long_as_it_takes(client: Client, appeal):
    signature = people.amara_confirms(appeal, own_words="Rude words.")
    moderating.refuse(signature=signature, reason="They insult a person.", by=people.dana(), now=SOON)
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        page = client.get(at(signature))
        assert "They insult a person." in page.text
        assert "Rude words.</textarea>" in page.text
        assert "letter.pdf" not in page.text
        assert client.post(at(signature, "change/"), {"without": "1"}).status_code == 302
        assert "Yours is the next letter to this office." in client.get(at(signature)).text
    without = Signature.objects.get()
    assert (without.own_words, without.agreed["own_words"], without.moderation) == ("", "", "none")
    assert (without.name, without.town) == ("Amara Okafor", "Leeds")


def test_before_she_confirms_she_reads_what_stands_in_it_who_gets_a_copy_and_that_the_office_may_answer(
    client: Client, appeal
):
    people.amara_signs(appeal, name="ნინო Okafor", may_reply=True)
    page = client.get(f"/en/signature/{people.link_in_newest_mail()}/").text
    for words in (
        "your name stands in Latin letters: Nino Okafor.",
        "<bdi>Nino Okafor</bdi>",
        "A copy goes to: copy@campaign.example",
        "The office sees your mail address and can answer you directly.",
    ):
        assert words in page


def test_i_sent_it_is_a_button_and_not_a_link(client: Client, signature):
    assert client.get(at(signature, "sent/")).status_code == 405
    client.post(at(signature, "sent/"))
    client.post(at(signature, "sent/"))
    assert Tally.objects.get().self_sent == 1
    assert "I did not send it after all" in client.get(at(signature)).text
    client.post(at(signature, "not-sent/"))
    assert Tally.objects.get().self_sent == 0


def test_she_posts_it_herself_and_says_so_with_a_button(client: Client, signature):
    page = client.get(at(signature)).text
    assert "On paper it goes only if you post it" in page
    assert "Embassy of Kazakhstan in GB\n1 Embassy Row\n" in page
    assert client.get(at(signature, "posted/")).status_code == 405
    client.post(at(signature, "posted/"))
    client.post(at(signature, "posted/"))
    client.post(at(signature, "sent/"))
    tally = Tally.objects.get()
    assert (tally.confirmed, tally.accepted, tally.posted, tally.self_sent) == (1, 0, 0, 1)
    assert "I did not post it after all" in client.get(at(signature)).text
    client.post(at(signature, "sent/"))
    client.post(at(signature, "not-posted/"))
    assert Tally.objects.get().self_sent == 1
    client.post(at(signature, "not-sent/"))
    assert Tally.objects.get().self_sent == 0


def test_a_letter_that_we_posted_is_not_asked_of_her_again(client: Client, appeal):
    (letter,) = ready_letters(appeal)
    count_posted(letter=letter, via=Letter.PostedVia.HAND, now=NOW)
    page = client.get(at(letter.signature)).text
    assert (
        "We posted your letter on paper on 22 November 2026, 12:00 (UTC). You need not post it again." in page
    )


def test_she_chooses_how_the_page_names_her(client: Client, signature):
    client.post(at(signature, "show-as/"), {"display": "initials"})
    client.post(at(signature, "show-as/"), {"display": "everything"})
    assert Signature.objects.get().display == "initials"


def test_her_copy_is_the_stored_pdf_and_else_pressed_from_what_was_agreed(
    client: Client, signature, monkeypatch
):
    asked = []

    def press(agreed):
        asked.append(agreed["reference"])
        return type("Rendered", (), {"pdf": b"%PDF-1.7 made now"})()

    monkeypatch.setattr("letters.signers_copy.make", press)
    made = client.get(at(signature, "letter.pdf"))
    assert (made.content, made["Content-Type"], asked) == (
        b"%PDF-1.7 made now",
        "application/pdf",
        [signature.reference],
    )
    assert made["Content-Disposition"] == f'attachment; filename="{signature.reference}.pdf"'
    assert "no-store" in made["Cache-Control"]


def test_a_stored_pdf_is_not_made_again(client: Client, appeal):
    (letter,) = ready_letters(appeal)
    with quick_press() as pressed:
        assert client.get(at(letter.signature, "letter.pdf")).content == PDF
    assert pressed == []


@pytest.mark.parametrize("state", ["pending", "withdrawn", "refused"])
def test_there_is_no_copy_of_a_letter_that_is_none(client: Client, signature, state):
    if state == "refused":
        Signature.objects.update(
            moderation="refused", moderated_by=people.dana(), moderated_at=NOW, refused_because="Rude."
        )
    elif state == "withdrawn":
        client.post(at(signature, "withdraw/"))
    else:
        people.amara_signs(signature.appeal, email="ama@example.org")
        signature = Signature.objects.latest("pk")
    assert client.get(at(signature, "letter.pdf")).status_code == 404


def test_where_nothing_can_be_pressed_the_page_says_so(client: Client, signature, monkeypatch):
    def missing(agreed):
        raise PressMissing("no Pango")

    monkeypatch.setattr("letters.signers_copy.make", missing)
    page = client.get(at(signature, "letter.pdf"))
    assert (page.status_code, "cannot be printed just now" in page.text) == (503, True)


@pytest.mark.parametrize(
    "door",
    [
        *("change/", "show-as/", "sent/", "not-sent/", "posted/", "not-posted/"),
        *("withdraw/", "confirm/", "reject/"),
    ],
)
def test_every_act_is_a_button_and_a_made_up_link_opens_none(client: Client, signature, door):
    assert client.get(at(signature, door)).status_code == 405
    assert client.post(f"/en/signature/nothing-like-it/{door}").status_code == 404


@pytest.mark.parametrize("others", [0, 1_000])
def test_the_page_costs_the_same_however_many_signed(
    client: Client, signature, others, django_assert_num_queries
):
    Signature.objects.bulk_create(
        Signature(appeal=signature.appeal, country="GB", language="en", created_at=NOW) for _ in range(others)
    )
    with django_assert_num_queries(12):
        assert client.get(at(signature)).status_code == 200
