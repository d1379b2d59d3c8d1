"""What Bela prints: a poster with a code, and a sheet to sign on the market."""

import io

import pytest
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from appeals import publishing, showing
from letters import posters, views_posters
from tests import people

pytestmark = pytest.mark.django_db
A4, A3 = (595, 842), (842, 1191)
AT = "/en/appeals/free-the-baker"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def size(pdf: bytes) -> tuple[int, int]:
    box = read(pdf).pages[0].mediabox
    return round(box.width), round(box.height)


@pytest.mark.parametrize(("paper", "sides"), [("a4", A4), ("a3", A3)])
def test_a_poster_is_one_page_with_title_and_address(client: Client, paper, sides):
    people.an_open_appeal()
    answer = client.get(f"{AT}/poster-{paper}.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert (size(answer.content), len(read(answer.content).pages)) == (sides, 1)
    words = read(answer.content).pages[0].extract_text()
    assert "Free the baker" in words
    assert "127.0.0.1:8000/en/appeals/free-" in words
    assert answer.cookies == {}


def test_a_long_text_makes_smaller_letters_and_not_a_second_page():
    appeal = people.an_open_appeal()
    one = showing.one(appeal.slug, language="en")
    one.text.title = "Free the baker and all who were taken with her on that morning " * 2
    one.text.lead = "She baked bread for strikers, and the strikers ate it. " * 6
    assert len(read(posters.pressed(posters.poster(one, paper="a4", language="en"))).pages) == 1


def test_a_sheet_lies_across_and_has_the_letter_on_its_back(client: Client):
    people.an_open_appeal()
    pdf = client.get(f"{AT}/sheet.pdf").content
    front, back = (page.extract_text() for page in read(pdf).pages)
    assert size(pdf) == A4[::-1]
    for words in ("Release her at once.", "Signature", "Tell me by mail what happens in this case."):
        assert words in front
    for words in ("The baker of Exampletown", "She is held for baking.", "Yours faithfully,"):
        assert words in back


def test_the_same_words_are_printed_once_and_kept(client: Client, monkeypatch):
    people.an_open_appeal()
    first = client.get(f"{AT}/poster-a4.pdf")
    monkeypatch.setattr(posters, "pressed", lambda page: pytest.fail("made twice"))
    assert client.get(f"{AT}/poster-a4.pdf").content == first.content
    again = client.get(f"{AT}/poster-a4.pdf", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


def test_nobody_can_keep_the_press_busy(client: Client, monkeypatch):
    people.an_open_appeal()
    made = []
    monkeypatch.setattr(posters, "pressed", lambda page: made.append(page) or b"%PDF-")
    for _at in range(views_posters.MADE_A_MINUTE):
        assert client.get(f"{AT}/sheet.pdf").status_code == 200
        cache.delete(f"paper:{made[-1].digest}")
    refused = client.get(f"{AT}/sheet.pdf")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert len(made) == views_posters.MADE_A_MINUTE


def test_the_same_words_make_the_same_page():
    people.an_open_appeal()
    one = showing.one("free-the-baker", language="de")
    assert (
        posters.sheet(one, language="de").digest
        == posters.sheet(showing.one("free-the-baker", language="de"), language="de").digest
    )


@pytest.mark.parametrize("name", ["poster-a4", "poster-a3", "sheet"])
def test_what_cannot_be_signed_is_not_printed(client: Client, name):
    appeal = people.an_open_appeal()
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=people.NOW)
    assert client.get(f"{AT}/{name}.pdf").status_code == 404
