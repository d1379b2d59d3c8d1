"""The picture beside a shared link."""

import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from appeals import card as cards
from appeals.card import Card
from appeals.models import Tally
from tests import people

pytestmark = pytest.mark.django_db
LONG = "Free the baker, the baker's apprentice and all who were taken with them " * 4


def picture_of(client: Client, language: str = "en") -> str:
    """The address of the card in the head of the appeal's page."""
    page = client.get(f"/{language}/appeals/free-the-baker/").content.decode()
    return re.search(r'property="og:image" content="http://127\.0\.0\.1:8000([^"]+)"', page)[1]


def test_the_page_names_a_picture_that_can_be_kept_for_ever(client: Client):
    people.an_open_appeal()
    answer = client.get(picture_of(client))
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.cookies == {}
    assert len(answer.content) < 120_000


def test_the_head_says_in_words_what_the_picture_shows(client: Client):
    people.an_open_appeal()
    page = client.get("/ru/appeals/free-the-baker/").content.decode()
    for line in (
        '<meta property="og:title" content="Free the baker">',
        '<meta property="og:url" content="http://127.0.0.1:8000/ru/appeals/free-the-baker/">',
        '<meta property="og:image:alt" content="Открытое обращение. Free the baker">',
        '<link rel="alternate" hreflang="de" href="http://127.0.0.1:8000/de/appeals/free-the-baker/">',
    ):
        assert line in page


def test_an_old_or_invented_digest_leads_to_the_picture_of_today(client: Client):
    people.an_open_appeal()
    answer = client.get("/en/appeals/free-the-baker/card-0123456789abcdef.png")
    assert (answer.status_code, answer.headers["Location"]) == (302, picture_of(client))


def test_one_more_signature_among_many_makes_no_new_picture(client: Client):
    appeal = people.an_open_appeal()
    addresses = []
    for confirmed in (1200, 1234, 1299, 1300):
        Tally.objects.filter(appeal=appeal).update(confirmed=confirmed)
        cache.clear()
        addresses.append(picture_of(client))
    assert addresses[1] == addresses[2]
    assert len(set(addresses)) == 3


def test_the_count_is_rounded_and_says_so():
    appeal = people.an_open_appeal()
    text = appeal.texts.get(language="en")
    Tally.objects.filter(appeal=appeal).update(confirmed=1234, on_paper=5)
    appeal.refresh_from_db()
    assert cards.card(appeal, text).note == "More than 1,200 people have signed"


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        ("Free the baker", "ltr"),
        ("Свободу пекарю", "ltr"),
        ("Наубайшыны босатыңыз", "ltr"),
        ("آزادی برای نانوا (Zhanaozen) ۲۰۲۶", "rtl"),
        (LONG, "ltr"),
        ("B" * 200, "ltr"),
    ],
)
def test_a_card_is_the_same_each_time_it_is_drawn(title, direction):
    card = Card(title, "Open appeal", "", direction)
    cards._font.cache_clear()
    first = cards.draw(card)
    cards._font.cache_clear()
    assert cards.draw(card) == first


@pytest.mark.parametrize("title", ["B" * 200, LONG, "A B"])
def test_no_line_runs_over_the_edge(title):
    size, lines = cards._fitted(" ".join(title.split()))
    assert [line for line in lines if cards._width(line, cards.TITLE, size) > 1200 - 2 * 84] == []
    assert len(lines) * size * cards.LEADING <= cards.TITLE_HIGH


def test_arabic_and_latin_letters_stand_in_the_line_s_order():
    runs = cards._runs("نانوا (Leeds) ۲۰۲۶", cards.TITLE, True)
    assert runs == [
        ("Letter Naskh", "نانوا "),
        ("Letter Serif Bold", "(Leeds)"),  # the Arabic font has no brackets
        ("Letter Naskh", " ۲۰۲۶"),
    ]


def test_what_our_fonts_cannot_draw_has_no_card(client: Client):
    appeal = people.an_open_appeal()
    text = appeal.texts.get(language="en")
    text.title = "释放面包师"
    assert cards.card(appeal, text) is None


def test_a_draft_has_no_card(client: Client):
    people.an_appeal()
    assert client.get("/en/appeals/free-the-baker/card-0123456789abcdef.png").status_code == 404
