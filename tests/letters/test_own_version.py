"""The letter once more in its signer's language: on a page of its own behind the letter, in its own words and letters."""

import io
from typing import Any

import pypdf
import pytest

from letters import paper
from letters.rendering import RenderError, render
from tests.letters.measuring import overlapping, text_of, words_on_page
from tests.letters.samples import ENGLISH, GERMAN, RUSSIAN

PARTS = ("language", "subject", "salutation", "paragraphs", "demands", "ending", "closing")


def with_version(letter: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    heading = {"heading": "Перевод для подписавшего лица"}
    return {**letter, "own_version": {**{part: own[part] for part in PARTS}, **heading}}


def test_it_stands_whole_on_the_second_page():
    made = render(with_version(GERMAN, RUSSIAN))
    assert made.pages == 2
    first, second = (" ".join(word.text for word in words_on_page(made.pdf, page)) for page in (1, 2))
    for part in (RUSSIAN["subject"], *RUSSIAN["paragraphs"], *RUSSIAN["demands"], RUSSIAN["closing"]):
        assert part in text_of(made.pdf)
        assert part not in first
    assert GERMAN["closing"] in first
    assert "Перевод для подписавшего лица" in second
    assert overlapping(words_on_page(made.pdf, 2)) == []


def test_its_part_of_the_structure_says_its_language():
    reader = pypdf.PdfReader(io.BytesIO(render(with_version(GERMAN, RUSSIAN)).pdf))
    parts = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()["/K"]
    languages = {part.get_object()["/S"]: part.get_object().get("/Lang") for part in parts}
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert languages["/Sect"] == "ru"
    assert languages["/Part"] is None


def test_the_letter_itself_shrinks_to_its_page_as_without_it():
    longer = {**ENGLISH, "layout": "din5008b", "paragraphs": ENGLISH["paragraphs"] * 3}
    assert (render(longer).pages, render(with_version(longer, GERMAN)).pages) == (1, 2)


def test_a_missing_glyph_is_named_with_the_version_it_stands_in():
    with pytest.raises(RenderError) as caught:
        render(with_version(GERMAN, {**RUSSIAN, "subject": "自由"}))
    assert caught.value.field == "own_version.subject"


@pytest.mark.django_db
def test_it_is_stamped_like_every_other_letter():
    frozen = with_version(GERMAN, RUSSIAN)
    made = paper.make(frozen)
    assert isinstance(made, paper.StampedLetter)
    assert (made.pages, text_of(made.pdf)) == (2, text_of(render(frozen).pdf))
    other = paper.make(with_version(GERMAN, ENGLISH))
    assert other.shell.key != made.shell.key
