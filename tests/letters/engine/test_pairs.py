"""Words are made of pairs of letters, which is exact: the fonts' own tables say that no glyph looks beyond the next one."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.fonts import FACES, FOLDER
from letters.engine.alphabets import ALL, alphabet
from letters.engine.shaping import CannotStamp, Setter
from tests.letters.engine.test_shaping import EXAMPLES, LANGUAGES, TEXT_FACES, words

# What HarfBuzz applies unasked to text from left to right (its hb-ot-shape.cc, `common_features` and `horizontal_features`).
APPLIED = {
    "abvm",
    "blwm",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "rlig",
    "calt",
    "clig",
    "curs",
    "dist",
    "kern",
    "liga",
    "rclt",
}
# The tags under which fonts keep what is special to our languages (OpenType 1.9, language system tags).
SYSTEMS = {"ENG ", "DEU ", "FRA ", "ESP ", "PLK ", "TRK ", "RUS ", "KAZ ", "UKR ", "ELL "}


def lookups(font: TTFont, table: str) -> list[object]:
    """All that may be applied to a line of ours."""
    of = font[table].table
    systems = [record.Script.DefaultLangSys for record in of.ScriptList.ScriptRecord]
    for record in of.ScriptList.ScriptRecord:
        systems += [one.LangSys for one in record.Script.LangSysRecord if one.LangSysTag in SYSTEMS]
    features = {at for system in systems if system for at in system.FeatureIndex}
    chosen = [
        one
        for at, one in enumerate(of.FeatureList.FeatureRecord)
        if at in features and one.FeatureTag in APPLIED
    ]
    numbers = sorted({number for one in chosen for number in one.Feature.LookupListIndex})
    return [getattr(one, "ExtSubTable", one) for at in numbers for one in of.LookupList.Lookup[at].SubTable]


@pytest.mark.parametrize("face", TEXT_FACES)
def test_no_glyph_looks_further_than_to_the_next_one(face):
    """So a word is the row of its pairs of letters, wherever no two of them become one."""
    font = TTFont(FOLDER / FACES[face])
    ours = {font.getBestCmap()[ord(one)] for one in alphabet(ALL) if ord(one) in font.getBestCmap()}
    kinds = set()
    for one in lookups(font, "GSUB"):
        kinds.add(("GSUB", one.LookupType))
        if one.LookupType == 1:  # one glyph for another, whatever stands beside it
            ours |= {other for glyph, other in one.mapping.items() if glyph in ours}
        elif one.LookupType == 4:
            rows = [(first, *each.Component) for first, of in one.ligatures.items() for each in of]
            usable = [row for row in rows if ours.issuperset(row)]
            assert {row[:2] for row in usable} <= {row for row in rows if len(row) == 2}
        else:
            assert (one.LookupType, one.Format) == (6, 3)
            around = [*one.BacktrackCoverage, *one.InputCoverage, *one.LookAheadCoverage]
            assert any(ours.isdisjoint(each.glyphs) for each in around)
    for one in lookups(font, "GPOS"):
        kinds.add(("GPOS", one.LookupType))
        if one.LookupType == 2:
            assert (
                one.ValueFormat2 == 0
            )  # nothing moves the second glyph, so it is the first of the next pair
        elif one.LookupType in {4, 5, 6}:
            marks = one.Mark1Coverage if one.LookupType == 6 else one.MarkCoverage
            assert ours.isdisjoint(marks.glyphs)
        else:
            assert (one.LookupType, one.Format) == (8, 3)
            around = [*one.BacktrackCoverage, *one.InputCoverage, *one.LookAheadCoverage]
            assert any(ours.isdisjoint(each.glyphs) for each in around)
    assert {("GSUB", 4), ("GPOS", 2)} <= kinds


@settings(max_examples=EXAMPLES * 5, database=None)
@given(word=words | st.text("fil⁄12AVo", min_size=1, max_size=8), language=st.sampled_from(LANGUAGES))
def test_a_word_made_of_pairs_is_the_word_as_it_is_shaped(word, language):
    class Whole(Setter):
        def _pair(self, script: str, pair: str) -> str:
            return ""

    path = FOLDER / FACES["Letter Serif"]
    assert _answer(_setters(Setter, path, language), word) == _answer(_setters(Whole, path, language), word)


def _answer(setter: Setter, word: str) -> tuple[str, int] | str:
    try:
        return setter.line(word)
    except CannotStamp as error:
        return str(error)


def _setters(kind: type[Setter], path: Path, language: str) -> Setter:
    return _kept.setdefault((kind.__name__, language), kind(path, 15018, language))


_kept: dict[tuple[str, str], Setter] = {}
