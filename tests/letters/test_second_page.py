"""A letter that needs more than a page: what stands on the next one, and that no page begins with a closing."""

from typing import Any

import pytest

from appeals.merging import digest
from letters.layouts import layout
from letters.rendering import RenderedLetter, render
from letters.verifying import code_of
from tests.letters.measuring import Word, overlapping, words_on_page
from tests.letters.samples import ENGLISH
from tests.letters.samples_more import EVERY

PAGE = layout("din5008b")


def long_letter(paragraphs: int, **changes: Any) -> dict[str, Any]:
    texts = [f"Paragraph {number}. {ENGLISH['paragraphs'][0]}" for number in range(1, paragraphs + 1)]
    return {**ENGLISH, "layout": "din5008b", "paragraphs": texts, **changes}


def lines_of(words: list[Word]) -> list[str]:
    """The lines of the text, from the upper edge down, without head and footer."""
    rows: dict[float, list[Word]] = {}
    for word in words:
        if PAGE.next_top - 1.5 <= word.box.top <= PAGE.height - PAGE.bottom:
            rows.setdefault(round(word.box.top), []).append(word)
    return [
        " ".join(word.text for word in sorted(rows[top], key=lambda word: word.box.left))
        for top in sorted(rows)
    ]


def pages_of(made: RenderedLetter) -> list[list[Word]]:
    return [words_on_page(made.pdf, number) for number in range(1, made.pages + 1)]


@pytest.mark.parametrize("paragraphs", range(9, 20))
def test_at_least_two_lines_of_the_text_go_with_the_closing(paragraphs):
    """Whatever the length of the text: the eleven lengths move the closing over the edge of a page."""
    made = render(long_letter(paragraphs, ending=[ENGLISH["paragraphs"][1]]))
    *_before, last = pages_of(made)
    lines = lines_of(last)
    closing = lines.index(ENGLISH["closing"])
    assert made.pages == 1 or closing >= 2
    assert lines[closing + 1 :] == ["Amara Okafor", "Leeds, United Kingdom"]


@pytest.mark.parametrize("paragraphs", range(10, 20, 3))
def test_own_words_too_go_with_the_closing(paragraphs):
    own = "My own words about him, who is my brother in all but name, and whom I miss. " * 4
    made = render(long_letter(paragraphs, own_words=own.strip()))
    *_before, last = pages_of(made)
    lines = lines_of(last)
    assert made.pages == 1 or lines.index(ENGLISH["closing"]) >= 2


def test_every_page_says_which_letter_it_is_of_and_which_page_it_is():
    frozen = long_letter(24)
    made = render(frozen)
    assert made.pages == 3
    for number, words in enumerate(pages_of(made), start=1):
        assert overlapping([word for word in words if not set(word.text) <= set("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")]) == []
        below = [word.text for word in words if word.box.top > PAGE.height - PAGE.bottom]
        assert {frozen["reference"], code_of(digest(frozen))} <= set(below)
        head = [word.text for word in words if word.box.bottom < PAGE.next_top - 1]
        assert head == ([] if number == 1 else [*frozen["subject"].split(), str(number), "/", "3"])


def test_a_long_subject_takes_two_lines_of_the_head_and_leaves_the_page_number_alone():
    subject = "Release everybody who was sentenced with Erzhan Elshibayev after they had spoken in the squares of Zhanaozen, and those who"
    made = render(long_letter(24, subject=subject))
    head = [word for word in pages_of(made)[1] if word.box.bottom < PAGE.next_top - 1]
    assert [word.text for word in head] == [*subject.split(), "2", "/", "3"]
    assert len({round(word.box.top) for word in head}) == 2
    assert overlapping(head) == []


@pytest.mark.parametrize("language", ["de", "ru", "fr", "kk"])
def test_a_page_never_ends_or_begins_with_a_single_line_of_a_paragraph(language):
    letter = EVERY[language]
    made = render({**letter, "layout": "din5008b", "paragraphs": letter["paragraphs"][:1] * 18})
    first, second = (lines_of(words) for words in pages_of(made)[:2])
    begins = letter["paragraphs"][0].split()[:2]
    starts = [number for number, line in enumerate(second) if line.split()[:2] == begins]
    assert starts[0] != 1
    ends = [number for number, line in enumerate(reversed(first)) if line.split()[:2] == begins]
    assert ends[0] != 0
