"""What the page of an appeal tells at each time of its life, to anyone, on a poor line, without a script."""

import gzip
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from appeals import picturing, publishing
from appeals.models import Appeal, Tally
from campaigns.models import Citation, Event, Source
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/appeals/free-the-baker/"
# The whole way of a page over the line: itself, its sheet and the script that nobody needs.
MOST_BYTES = 40_000


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        yield people.an_open_appeal()


def counted(appeal: Appeal, signatures: int) -> None:
    Tally.objects.filter(appeal=appeal).update(confirmed=signatures)


def with_picture(appeal: Appeal) -> str:
    file = io.BytesIO()
    Image.new("RGB", (64, 36), "teal").save(file, "PNG")
    taken = picturing.taken_in(file.getvalue())
    appeal.picture_alt, appeal.picture_credit = "A bakery at night.", "Photo: her sister"
    appeal.picture.save(str(taken.name), taken)
    return str(appeal.picture.name)


def test_the_count_and_its_next_step_are_said_in_words(client: Client, appeal):
    counted(appeal, 63)
    page = client.get(PAGE).text
    assert "63 people have signed" in page
    assert "The next step is 100." in page
    assert '<progress value="63" max="100" aria-labelledby="reached goal"></progress>' in page
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["63", "0", "0", "0"]


@pytest.mark.parametrize(("signatures", "is_shown"), [(9, False), (10, True)])
def test_a_count_is_shown_from_its_threshold_on(client: Client, appeal, signatures, is_shown):
    Appeal.objects.update(display_threshold=10)
    counted(appeal, signatures)
    page = client.get(PAGE).text
    assert ("<progress" in page, "signatures confirmed" in page) == (is_shown, is_shown)
    assert (f"{signatures} signatures confirmed" in client.get("/en/").text) == is_shown


def test_the_letter_is_read_before_a_country_is_chosen(client: Client, appeal):
    page = client.get(PAGE).text
    assert "Embassy in your country: Kazakhstan" in page
    assert "She is held for baking." in page
    assert "Choose your country in the form" in page


def test_a_script_asks_only_for_what_a_country_changes(client: Client, appeal):
    asked = re.search(r'hx-get="([^"]+)" hx-target="#office"', client.get(PAGE).text)
    part = client.get(asked[1], {"country": "GB"})
    assert part.text.startswith(
        "<span><strong>Embassy of Kazakhstan in GB</strong>. This is the embassy of Kazakhstan"
    )
    assert '<div id="your-letter" hx-swap-oob="innerHTML">' in part.text
    assert "1 Embassy Row" in part.text
    assert ("<html" in part.text, part["Cache-Control"], part.cookies) == (False, "max-age=5", {})
    assert "hx-include" not in client.get(PAGE).text
    people.offer_bricks(appeal, en=("I am a baker too.", "I have met him."))
    assert 'hx-include="[name=bricks]"' in client.get(PAGE, {"via": "mail"}).text
    ticked = client.get(asked[1], {"country": "GB", "bricks": ["2", "7", "x"]}).text
    assert ("I am a baker too." in ticked, "I have met him." in ticked) == (False, True)
    nowhere = client.get(asked[1], {"country": "<script>"}).text
    assert "There is no office for your country to write to yet." in nowhere


def test_pressing_enter_in_a_field_signs(client: Client, appeal):
    """Browsers press the first button of a form for those who press Enter (HTML, "implicit submission")."""
    form = client.get(PAGE).text.split("<form", 1)[1]
    assert re.findall(r"<button[^>]*>", form)[0] == "<button>"


def test_names_run_their_own_way_and_addresses_from_left_to_right(client: Client, appeal):
    page = client.get(PAGE).text
    ways = {
        name: re.search(rf'<input[^>]* name="{name}"[^>]*>', page)[0] for name in ("name", "town", "email")
    }
    assert [re.findall(r'dir="(\w+)"', field) for field in ways.values()] == [["auto"], ["auto"], ["ltr"]]


def test_words_in_another_language_than_the_pages_say_which(client: Client, appeal):
    page = client.get("/ru/appeals/free-the-baker/?country=GB").text
    assert '<p lang="en" dir="ltr">Yours faithfully,</p>' in page
    assert '<strong lang="en">Embassy of Kazakhstan in GB</strong>' in page
    assert (page.count('<html lang="ru" dir="ltr">'), page.count('lang=""')) == (1, 0)


def test_each_error_leads_to_its_field(client: Client, appeal):
    page = client.post(PAGE, {"name": "", "email": "amara at example", "country": "GB"})
    assert page.status_code == 422
    for field in ("id_name", "id_email"):
        assert f'<li><a href="#{field}">' in page.text
        assert f'aria-describedby="{field}_helptext {field}_error"' in page.text
    assert page.text.count(" autofocus") == 1


def test_what_happened_since_is_told_with_its_day(client: Client, appeal):
    for key, day in (("before", NOW.date() - timedelta(days=9)), ("after", NOW.date() + timedelta(days=2))):
        event = Event.objects.create(
            key=key, case=appeal.case, text=f"It came {key}.", date_from=day, date_to=day, precision="day",
            review_state="reviewed", reviewed_by=people.dana(), reviewed_at=NOW,
        )  # fmt: skip
        Citation.objects.create(source=Source.objects.first(), lines="9", event=event)
    page = client.get(PAGE).text
    assert "What happened since" in page
    assert "<b>24 November 2026</b> It came after." in page
    assert "It came before." not in page


def test_a_won_appeal_says_so_and_keeps_its_letter(client: Client, appeal):
    publishing.win(appeal=appeal, by=people.dana(), reason="She is home.", now=NOW)
    page = client.get(PAGE).text
    for words in ("This appeal is won.", "22 November 2026", "She is home.", "She is held for baking."):
        assert words in page
    assert ("<form" in page, "<script" in page) == (False, False)
    front = client.get("/en/").text
    assert re.search(
        r"What came of it.*Free the baker.*Won</b>, 22 November 2026: She is home.", front, re.DOTALL
    )


def test_a_closed_and_an_archived_one_say_so(client: Client, appeal):
    publishing.close(appeal=appeal, by=people.dana(), reason="Her lawyer asked.", now=NOW)
    assert "This appeal no longer takes signatures." in client.get(PAGE).text
    Appeal.objects.update(state="archived")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        page = client.get(PAGE).text
        assert "This appeal is history." in page
        assert "Her lawyer asked." in page
        assert "What came of it" not in client.get("/en/").text


def test_the_last_day_is_the_one_where_the_appeal_lives(client: Client, appeal):
    Appeal.objects.update(act_before=NOW.replace(hour=22), time_zone="Asia/Almaty")
    assert Appeal.objects.get().last_day == date(2026, 11, 23)
    assert "Act before 23 November 2026" in client.get(PAGE).text
    with time_machine.travel(NOW + timedelta(hours=11), tick=False):
        assert "The date to act before has passed." in client.get(PAGE).text


def test_a_picture_stands_with_what_it_shows_and_who_made_it(client: Client, appeal):
    name = with_picture(appeal)
    page = client.get(PAGE).text
    assert f'<img src="/media/{name}" alt="A bakery at night." width="64" height="36">' in page
    assert "<figcaption>Photo: her sister</figcaption>" in page
    picture = client.get(f"/media/{name}")
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(picture.content)).format == "JPEG"


def test_the_picture_of_a_draft_is_shown_to_nobody(client: Client):
    name = with_picture(people.an_appeal())
    assert client.get(f"/media/{name}").status_code == 404
    assert client.get("/media/pictures/nothing.jpg").status_code == 404


def test_a_picture_without_words_or_credit_is_not_kept(appeal):
    with_picture(appeal)
    for lacks in ("picture_alt", "picture_credit"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.update(**{lacks: ""})


def test_a_picture_that_nobody_shows_any_more_is_deleted(appeal):
    name = with_picture(appeal)
    assert picturing.forget_unused(name) is False
    Appeal.objects.update(picture="")
    assert picturing.forget_unused(name) is True
    assert not appeal.picture.storage.exists(name)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_whole_page_is_light(client: Client, appeal, language):
    answer = client.get(
        f"/{language}/appeals/free-the-baker/?country=GB", headers={"accept-encoding": "gzip"}
    )
    assert answer["Content-Encoding"] == "gzip"
    files = re.findall(
        r'(?:rel="stylesheet" href|script src)="/static/([^"]+)"', gzip.decompress(answer.content).decode()
    )
    assert files == ["outcry/public.css", "django_htmx/htmx-2.min.js", "outcry/print.css"]
    sizes = [len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in files]
    assert len(answer.content) + sum(sizes) <= MOST_BYTES
    # What has to be there before anything is seen: two answers, the second asked for by the first line of the head.
    assert len(answer.content) + sizes[0] <= 16_000
