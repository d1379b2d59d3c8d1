"""Amara sends the letter from her own mailbox: links that programs do not cut, and a text to copy where they would."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from appeals.merging import digest
from letters.self_sending import LIMIT, kit
from tests.letters.samples import ENGLISH, LETTERS

SHORT = {**ENGLISH, "paragraphs": ["I write to you about a baker & her bread."], "demands": [], "ending": []}


def test_a_short_letter_stands_whole_in_every_link():
    made = kit(SHORT, digest=digest(SHORT))
    assert [(link.name, link.is_whole) for link in made.links] == [
        ("My mail program", True),
        ("Gmail", True),
        ("Outlook", True),
        ("Yahoo", True),
    ]
    assert (made.to, made.subject, made.is_whole) == ("embassy@office.example", SHORT["subject"], True)
    mailto, gmail = (urlsplit(link.href) for link in made.links[:2])
    assert (mailto.scheme, mailto.path) == ("mailto", "embassy@office.example")
    whole = made.text.replace("\n", "\r\n").strip()
    assert parse_qs(mailto.query)["body"][0].strip() == whole
    assert parse_qs(gmail.query)["body"][0].strip() == whole
    assert parse_qs(gmail.query)["su"] == [SHORT["subject"]]
    assert "+" not in mailto.query


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_no_link_is_longer_than_programs_bear_in_any_language(language):
    letter = {**LETTERS[language], "own_words": "Әәү " * 500}
    for spoken in ("en", "ru", "de"):
        with translation.override(spoken):
            made = kit(letter, digest=digest(letter))
        assert [link for link in made.links if len(link.href) > LIMIT] == []
        assert not made.is_whole
        assert letter["own_words"].strip() in made.text


def test_even_the_longest_subject_leaves_a_link_that_opens():
    letter = {**ENGLISH, "subject": "Ж" * 150, "own_words": "Ж" * 2_000}
    assert all(0 < len(link.href) <= LIMIT for link in kit(letter, digest=digest(letter)).links)


def test_in_the_demonstration_no_link_names_the_office(settings):
    settings.OUTCRY_DEMO = True
    made = kit(SHORT, digest=digest(SHORT))
    assert made.to == ""
    assert [link for link in made.links if "office.example" in link.href] == []
