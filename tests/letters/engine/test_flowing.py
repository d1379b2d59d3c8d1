"""Letters with own words that are flowed are WeasyPrint's letters: content, text, structure and pixels."""

import os
from collections import Counter
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.languages import LETTER_LANGUAGES
from letters.engine.flowing import DoesNotFit, file_of
from letters.engine.shaping import CannotStamp
from letters.engine.sheets import FlowShell
from tests.letters.engine import comparing
from tests.letters.engine.flows import Bench, bench
from tests.letters.engine.own_words import WORDS, languages, own_words
from tests.letters.samples import ENGLISH, GERMAN

EXAMPLES = int(os.environ.get("OUTCRY_FLOW_EXAMPLES", "40"))
DRAWN = 25  # one of so many examples is drawn too, which takes longer than all the rest
NAMES = ("Amara Okafor", "Jörg Müßig-Šťastný", "Анна Ёлкина", "Әсел Өмірқызы", "A. B.")
SENTENCE = "I sold him bread each morning, and he always asked after my children. "


def _assert_same(ours: bytes, theirs: bytes, *, drawn: bool) -> None:
    assert comparing.content(ours) == comparing.content(theirs)
    structure = comparing.structure(ours)
    assert structure == comparing.structure(theirs)
    assert all(is_sound for *_, is_sound in structure)
    if drawn:
        assert comparing.text(ours) == comparing.text(theirs)
        assert comparing.pixels(ours) == comparing.pixels(theirs)


def test_whatever_is_typed_flows_as_weasyprint_sets_it():
    outcomes: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES)
    @given(
        data=st.data(),
        language=languages,
        name=st.sampled_from(NAMES),
        home=st.sampled_from(["4 High Street", "Łąkowa 7/2", "ул. Мира, 5"]),
    )
    def compare(data, language, name, home):
        # Two sizes are enough for drawn words; all four have a story below.
        press = bench(language, (11, 9.5))
        letter = press.letter(data.draw(own_words(language)), name, home)
        try:
            flowed = press.flow(letter)
        except DoesNotFit:
            outcomes["long"] += 1
            assert press.render(letter) is None
            return
        except CannotStamp as doubt:
            outcomes[str(doubt)] += 1
            return
        outcomes["flowed"] += 1
        rendered = press.render(letter)
        assert rendered is not None
        size, theirs = rendered
        assert flowed.sheet.size == size
        _assert_same(file_of(flowed), theirs, drawn=crc32(letter["own_words"].encode()) % DRAWN == 0)

    compare()
    # What is refused is rendered, so a flow that refused everything would be right too, and of no use.
    refused = outcomes.total() - outcomes["flowed"] - outcomes["long"]
    assert outcomes["flowed"] >= EXAMPLES / 3, outcomes
    # Hypothesis goes on from what it has found, so that in a short run one rare refusal comes several times.
    assert refused <= max(outcomes["flowed"] / 20, EXAMPLES / 4 if EXAMPLES < 1_000 else 0), outcomes


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_a_letter_looks_and_reads_the_same_in_each_language(language):
    press = bench(language, (11, 9.5))
    words = f"{WORDS[language]}\nwww.outcry.example\n\n{WORDS[language]} 12"
    letter = press.letter(words)
    ours = file_of(press.flow(letter))
    _size, theirs = press.render(letter)
    _assert_same(ours, theirs, drawn=True)
    assert comparing.sound(ours)


def test_a_long_letter_takes_a_smaller_size_as_the_press_would():
    press = bench("en")
    sizes = []
    for times in (1, 8, 10, 13, 18, 19):
        letter = press.letter((SENTENCE * times).strip())
        rendered = press.render(letter)
        if rendered is None:
            with pytest.raises(DoesNotFit):
                press.flow(letter)
            sizes.append(0)
            continue
        size, theirs = rendered
        flowed = press.flow(letter)
        assert flowed.sheet.size == size
        _assert_same(file_of(flowed), theirs, drawn=False)
        sizes.append(size)
    assert sizes == [11, 11, 10.5, 10, 9.5, 0]


def test_an_almost_full_page_takes_what_it_was_seen_to_hold():
    proven, outcomes = {}, []
    for times in (5, 7):
        long = {**ENGLISH, "ending": [*ENGLISH["ending"], (SENTENCE * times).strip()]}
        press = Bench(long, (11,))
        proven[times] = press.shell.sheets[0].proven
        for words in ("She is free.", "She is free.\nShe is well.", "She is free.\n\nShe is well."):
            letter = press.letter(words)
            rendered = press.render(letter)
            try:
                flowed = press.flow(letter)
            except DoesNotFit:
                assert rendered is None
            except CannotStamp:
                outcomes.append("so full")
                assert rendered is not None
            else:
                outcomes.append("flowed")
                _assert_same(file_of(flowed), rendered[1], drawn=False)
    assert proven == {5: ("ended", "text"), 7: ("text",)}
    assert outcomes == ["flowed", "flowed", "so full", "flowed"]


def test_a_part_in_another_language_stays_on_the_page_behind():
    own = {**GERMAN, "heading": "Übersetzung", "language": "de"}
    press = Bench({**ENGLISH, "own_version": own}, (11, 9.5))
    for times in (2, 9):
        letter = press.letter(f"{SENTENCE * times}\nHe is well.")
        size, theirs = press.render(letter)
        flowed = press.flow(letter)
        assert flowed.sheet.size == size
        ours = file_of(flowed)
        assert len(flowed.contents) == 2
        assert comparing.content(ours, 0) == comparing.content(theirs, 0)
        assert comparing.content(ours, 1) == comparing.content(theirs, 1)
        assert comparing.structure(ours) == comparing.structure(theirs)
        assert comparing.text(ours) == comparing.text(theirs)


@pytest.mark.parametrize(("language", "around", "letters"), [("ru", "да", "TVLAF"), ("en", "yes", "ТГУРФ")])
def test_signs_around_a_word_of_another_script_are_kerned_as_pango_pairs_them(language, around, letters):
    press = bench(language, (11, 9.5))
    pairs = ("()", "[]", "«»", "“”", "‘’", "„“", "<>")
    words = "\n".join(
        f"{around} " + " ".join(f"{opens}{letter}{closes} {around}" for opens, closes in pairs)
        for letter in letters
    )
    letter = press.letter(f"{words}\n({letters} “{around}’ {letters}” {around})")
    _size, theirs = press.render(letter)
    _assert_same(file_of(press.flow(letter)), theirs, drawn=False)


def test_a_full_page_has_no_flow_shell():
    long = {**ENGLISH, "ending": [SENTENCE * 40]}
    with pytest.raises(DoesNotFit):
        Bench(long, (11,))


@pytest.mark.parametrize(
    "own_words",
    [
        pytest.param("one\ttwo", id="tab"),
        pytest.param("soft\u00adhyphen", id="soft hyphen"),
        pytest.param("W" * 80, id="word wider than a line"),
        pytest.param("سلام", id="right to left"),
        pytest.param("e\u0301galite\u0301", id="marks"),
        pytest.param("free \U0001f54a", id="emoji"),
        pytest.param("漢字", id="another font"),
        pytest.param("‹so›", id="signs that no block has"),
        pytest.param("one\n \n\ntwo", id="a paragraph that ends with nothing but blanks"),
        pytest.param("one\u00a0\n\u00a0\ntwo", id="a line of nothing but a no-break blank"),
    ],
)
def test_what_is_in_doubt_is_refused_and_not_guessed(own_words):
    press = bench("en")
    with pytest.raises(CannotStamp):
        press.flow(press.letter(own_words))


def test_letters_that_the_fonts_of_a_shell_lack_are_refused():
    press = Bench(ENGLISH, (11,), blocks=1)
    assert press.flow(press.letter("plain")).sheet.size == 11
    with pytest.raises(CannotStamp, match="not in the shell's fonts"):
        press.flow(press.letter("Łódź"))


def test_the_same_letter_is_the_same_file_and_another_has_another_name():
    press = bench("en")
    one, again, other = (
        file_of(press.flow(press.letter(words))) for words in ("I knew him.", "I knew him.", "I know him.")
    )
    assert one == again
    assert one.rpartition(b"/ID")[2] != other.rpartition(b"/ID")[2]


def test_a_kept_shell_gives_the_same_letter():
    press = bench("en")
    letter = press.letter("I knew him.\nHe is a teacher.")
    kept = FlowShell.from_bytes(press.shell.to_bytes())
    assert kept.to_bytes() == press.shell.to_bytes()
    own = press.flow(letter)
    press.shell, before = kept, press.shell
    try:
        assert file_of(press.flow(letter)) == file_of(own)
    finally:
        press.shell = before
    with pytest.raises(ValueError, match="no flow shell"):
        FlowShell.from_bytes(b"something else")


def test_other_lines_than_the_shell_has_are_refused():
    press = bench("en")
    letter = press.letter("I knew him.", name="A very long name " * 6)
    with pytest.raises(CannotStamp, match="other slots"):
        press.flow(letter)
