"""Our setter sets lines as WeasyPrint does, and says of what it cannot set that it cannot."""

import os
import re

import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.fonts import CODE, FACES, FOLDER, font_face_css
from letters.engine.alphabets import ALL, alphabet
from letters.engine.compiling import canonical
from letters.engine.shaping import HEX, UNITS, CannotStamp, Kept, Setter, Writing, runs, settable

EXAMPLES = int(os.environ.get("OUTCRY_EXAMPLES", "40"))
LANGUAGES = ("en", "de", "fr", "es", "pl", "tr", "ru", "kk", "uk", "el")
TEXT_FACES = ("Letter Serif", "Letter Serif Bold", "Letter Sans")
SPECIAL = [
    "Officer ffi fl", "Griffith", "AVATAR To. Ty, V. \"A\"", "(Рига) AV To", "Иван Smith 12", "123 Жук 45 Abc (где)",
    "22 ноября 2026\u202fг.", "14–17 №5 « a »", "İpek ışık fi", "Thảo Nguyễn", "Ελένη, Αθήνα", "O’Connor “x”",
    "Qazaq Әсел Өмірқызы", "12, Leeds", "10115", "a  b",
]  # fmt: skip
words = st.text(alphabet=sorted(set(alphabet(ALL)) - {" "}), min_size=1, max_size=8)
# A paragraph of nothing but blanks is not drawn at all, and no letter has one.
lines = st.lists(words, min_size=1, max_size=4).map(" ".join).filter(str.strip) | st.sampled_from(SPECIAL)


@pytest.fixture(scope="module")
def font_config() -> object:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def set_by_weasyprint(texts: list[str], face: str, size: float, language: str, font_config) -> list[str]:
    from weasyprint import CSS, HTML

    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in texts]
    html = f"<html lang={language}><title>x</title>" + "".join(f"<p>{text}</p>" for text in escaped)
    css = f"{font_face_css()} p {{ font: {size}pt/1.2 '{face}'; white-space: pre; margin: 0 }} @page {{ size: 2000mm }}"
    found = []

    def finisher(_document, pdf) -> None:
        contents = [bytes(one.data) for one in pdf.objects if hasattr(one, "ctm")]
        found.extend(re.findall(r"\[([^\]]*)\] TJ", contents[0].decode()))

    HTML(string=html).write_pdf(
        stylesheets=[CSS(string=css, font_config=font_config)], font_config=font_config, finisher=finisher,
        uncompressed_pdf=True,
    )  # fmt: skip
    return [canonical(line) for line in found]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=max(1, EXAMPLES // 20), database=None)
@given(
    texts=st.lists(lines, min_size=30, max_size=50),
    face=st.sampled_from(TEXT_FACES),
    size=st.sampled_from((6, 7.5, 8, 9.5, 10, 10.5, 11)),
)
def test_a_line_is_set_as_weasyprint_sets_it(language, texts, face, size, font_config):
    setter = Setter(FOLDER / FACES[face], int(size * 96 / 72 * UNITS), language)
    assert [setter.line(text)[0] for text in texts] == set_by_weasyprint(
        texts, face, size, language, font_config
    )


def shaped(face: str, text: str, script: str, language: str = "en") -> list[tuple[int, tuple[int, ...]]]:
    """As HarfBuzz answers, at its own units: no setter of ours comes into it."""
    if face not in _fonts:
        _fonts[face] = hb.Font(hb.Face(hb.Blob.from_file_path(str(FOLDER / FACES[face]))))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", script, language
    hb.shape(_fonts[face], buffer, {})
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, tuple(position.position)) for info, position in glyphs]


_fonts: dict[str, hb.Font] = {}


@pytest.mark.parametrize("script", ["Latn", "Cyrl", "Grek", "Zyyy"])
@pytest.mark.parametrize("face", TEXT_FACES)
def test_nothing_kerns_against_the_space(face, script):
    space = shaped(face, " ", script)
    for character in alphabet(ALL):
        alone = shaped(face, character, script)
        assert shaped(face, f"{character} {character}", script) == [*alone, *space, *alone], character


@pytest.mark.parametrize("face", TEXT_FACES)
def test_nothing_looks_beyond_the_space(face):
    space = shaped(face, " ", "Latn")
    words = ["A", "V", "To", "fi", "f", "L’", "T.", "“", "1", "Y,", "ß", "/"]
    set_words = {word: shaped(face, word, "Latn") for word in words}
    for one in words:
        for other in words:
            assert shaped(face, f"{one} {other}", "Latn") == [*set_words[one], *space, *set_words[other]]


@pytest.mark.parametrize("script", ["Latn", "Cyrl", "Grek", "Zyyy"])
@pytest.mark.parametrize("face", TEXT_FACES)
def test_figures_stand_beside_each_other_as_they_stand_alone(face, script):
    alone = {figure: shaped(face, figure, script) for figure in "0123456789"}
    for number in range(1000):
        figures = f"{number:03}"
        assert shaped(face, figures, script) == [glyph for figure in figures for glyph in alone[figure]]


@pytest.mark.parametrize(
    "text",
    [
        "أمينة",
        "דנה",
        "田中",
        "प्रिया",
        "Amara 🕊",
        "a\u0323\u0301",
        "Amara\u200dOkafor",
        "Amara\u202eOkafor",
        "Amara\tOkafor",
        "Amara\nOkafor",
    ],
)
def test_what_is_not_set_from_left_to_right_in_one_font_is_refused(text):
    setter = Setter(FOLDER / FACES["Letter Serif"], 15018, "en")
    assert setter.line("Amara") != ("<>", 0)
    with pytest.raises(CannotStamp):
        setter.line(text)


def test_a_letter_that_the_font_or_its_subset_does_not_have_is_refused():
    with pytest.raises(CannotStamp, match="does not have"):
        Setter(FOLDER / FACES["Letter Code"], 3676, "en").line("Amara")
    some = Setter(FOLDER / FACES["Letter Serif"], 15018, "en", glyphs={3, 36, 80, 68, 85})
    assert some.line("Amar") == Setter(FOLDER / FACES["Letter Serif"], 15018, "en").line("Amar")
    with pytest.raises(CannotStamp, match="does not have"):
        some.line("Bela")
    with pytest.raises(CannotStamp, match="does not have"):
        some.line("Bela")  # a refusal is not remembered as an answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("12, 34", [("Zyyy", "12, 34")]),
        ("Amara", [("Latn", "Amara")]),
        ("(12) Жук", [("Cyrl", "(12) Жук")]),
        ("Иван Smith 12", [("Cyrl", "Иван "), ("Latn", "Smith 12")]),
        ("12 Ελένη Жук abc!", [("Grek", "12 Ελένη "), ("Cyrl", "Жук "), ("Latn", "abc!")]),
    ],
)
def test_characters_of_no_script_go_with_the_letters_before_them(text, expected):
    assert runs(text) == expected
    assert settable(text)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30))
def test_a_line_of_ascii_with_a_letter_is_one_run(text):
    """The quick answer is the one that the rule gives: with a sign of no script behind it a text takes the long way."""
    script = "Latn" if re.search("[A-Za-z]", text) else "Zyyy"
    assert runs(text) == ([(script, text)] if text else [])
    assert runs(f"{text}…") == [(script, f"{text}…")]


def test_without_kerns_every_glyph_is_as_wide_as_alone():
    path, text = FOLDER / FACES["Letter Sans"], "To AVA 12"
    plain = Setter(path, 10240, "en", plain=True)
    kerned = Setter(path, 10240, "en")
    assert plain.width(text) == sum(plain.width(character) for character in text)
    assert plain.width(text) > kerned.width(text)
    assert ">" not in plain.written(text)[1:-1]
    assert ">" in kerned.written(text)[1:-1]


def test_writing_changes_how_glyphs_are_written_and_nothing_else():
    path = FOLDER / FACES["Letter Serif"]
    pairs = Setter(path, 15018, "en", writing=Writing("(", ")", "[{}]".format))
    hexadecimal = Setter(path, 15018, "en", writing=HEX)
    for text in ("AVA To", "Иван Smith", *SPECIAL):
        expected = re.sub(
            r"([0-9a-f]{4})(?=[0-9a-f]*>)", lambda gid: f"[{int(gid[1], 16)}]", hexadecimal.written(text)
        )
        assert pairs.written(text) == expected.replace("<", "(").replace(">", ")")
        assert pairs.width(text) == hexadecimal.width(text)


def test_what_is_remembered_has_an_end():
    asked = []
    kept = Kept(lambda one: asked.append(one) or one.upper(), 2)
    assert [kept[one] for one in "abaacb"] == list("ABAACB")
    assert (asked, len(kept)) == (["a", "b", "c", "b"], 2)


def test_codes_are_set_in_their_font():
    assert CODE == ("Letter Code",)
    setter = Setter(FOLDER / FACES["Letter Code"], 3676, "en", plain=True)
    line, width = setter.line(" ▗█")
    assert re.fullmatch(r"<[0-9a-f]{12}>", line)
    assert width == 3 * 3676
