"""What somebody wrote is never lost when the facts change under it."""

from hypothesis import given
from hypothesis import strategies as st

from appeals.gaps import found_in
from appeals.redrafting import PARAGRAPH, _diff, _merged

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, max_size=6, unique=True).map(
    PARAGRAPH.join
)
OWN = st.lists(st.sampled_from(["mine", "also mine", "a", "c"]), min_size=1, max_size=4, unique=True).map(
    PARAGRAPH.join
)


def test_an_untouched_text_takes_the_new_words_over():
    assert _merged("one\n\ntwo", "one\n\ntwo", "one\n\n2") == "one\n\n2"


def test_only_the_paragraph_that_changed_is_replaced_in_an_edited_text():
    assert (
        _merged("my one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree", "one\n\n2\n\nthree")
        == "my one\n\n2\n\nthree"
    )


def test_a_paragraph_that_was_edited_and_changed_becomes_a_question():
    assert _merged("one\n\nmy two", "one\n\ntwo", "one\n\n2") == "one\n\n⟦check: 2⟧\n\nmy two"


def test_a_fact_that_is_new_comes_into_its_place():
    assert _merged("one\n\nmy end", "one\n\nend", "one\n\nnew\n\nend") == "one\n\nnew\n\nmy end"


@given(old=WORDS, new=WORDS, current=OWN)
def test_no_paragraph_of_a_person_is_lost(old, new, current):
    merged = _merged(current, old, new).split(PARAGRAPH)
    for words in current.split(PARAGRAPH):
        assert words in merged or words in old.split(PARAGRAPH)


@given(old=WORDS, new=WORDS, current=OWN)
def test_every_new_fact_is_in_the_text_or_asked_about(old, new, current):
    merged = _merged(current, old, new)
    for words in set(new.split(PARAGRAPH)) - set(old.split(PARAGRAPH)):
        assert words in merged.split(PARAGRAPH) or any(words in gap for gap in found_in(merged))


@given(old=WORDS, new=WORDS)
def test_the_difference_tells_both_texts(old, new):
    lines = _diff(old, new)
    assert PARAGRAPH.join(line.words for line in lines if line.mark != "new") == old
    assert PARAGRAPH.join(line.words for line in lines if line.mark != "gone") == new
