import hashlib
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdf
import pytest

from appeals import approving
from kit.typed import TEXT_CHARACTERS, TEXT_LINES
from letters import pressing
from letters.layouts import layout
from letters.rendering import RenderError, render
from letters.words import place_and_date
from tests.letters.measuring import fonts_of, inside, raw_text_of, text_of, words_on_page
from tests.letters.samples import ENGLISH, GERMAN, KAZAKH, RUSSIAN
from tests.letters.samples_more import EVERY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", EVERY)
def test_text_extracts_to_the_same_characters(language):
    frozen = EVERY[language]
    text = text_of(render(frozen).pdf)
    for part in (
        frozen["subject"],
        frozen["salutation"],
        *frozen["paragraphs"],
        *(f"{number}. {demand}" for number, demand in enumerate(frozen["demands"], start=1)),
        *frozen["ending"],
        frozen["closing"],
        frozen["signer"]["name"],
        frozen["reference"],
    ):
        assert " ".join(part.split()) in text


@pytest.mark.parametrize(("language", "divided"), [("de", 1), ("ru", 1), ("en", 0), ("fr", 0), ("tr", 0)])
def test_a_divided_word_is_read_as_one_and_only_where_lines_need_it(language, divided):
    """Own words, names and subjects are never divided."""
    letter = EVERY[language]
    words = {"de": "Menschenrechtsorganisationenverband", "ru": "правозащитноорганизационнейшая"}
    word = words.get(language, "internationalorganisations")
    sentence = f"{'a ' * 35}{word} and so on"
    own = {
        **letter,
        "layout": "din5008b",
        "subject": sentence,
        "paragraphs": [sentence],
        "own_words": sentence,
    }
    text = text_of(render(own).pdf)
    assert text.count(" ".join(sentence.split())) == 3
    assert raw_text_of(render(own).pdf).count("\u00ad\n") == divided


def test_the_pdf_is_tagged_and_says_what_it_is():
    reader = pypdf.PdfReader(io.BytesIO(render(KAZAKH).pdf))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] is True or bool(catalog["/MarkInfo"]["/Marked"])
    assert catalog["/Lang"] == "kk"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Ержан Елшібаевті босату туралы"
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()
    assert "/StructTreeRoot" in catalog


def test_only_our_own_fonts_are_on_the_page_and_embedded():
    assert fonts_of(render(RUSSIAN).pdf) == {
        "Letter-Serif-Bold,-Bold": True,
        "Letter-Serif": True,
        "Letter-Sans": True,
        "Letter-Code": True,
    }


def test_an_arabic_name_is_drawn_with_the_arabic_font_and_turns_nothing_around():
    signer = {**ENGLISH["signer"], "name": "أمارة", "town": "لييدز"}
    frozen = {**ENGLISH, "layout": "din5008b", "signer": signer, "sender_line": "أمارة, 12 Long Lane, Leeds"}
    pdf = render(frozen).pdf
    assert fonts_of(pdf)["Letter-Naskh"] is True
    words = sorted(words_on_page(pdf), key=lambda one: one.box.left)
    for number, after in (("12", ["Long", "Lane,", "Leeds"]), ("22", ["November", "2026"])):
        top = next(one.box.top for one in words if one.text == number)
        line = [one.text for one in words if one.box.top == pytest.approx(top, abs=0.2)]
        assert line[-len(after) - 1 :] == [number, *after]
        assert line[-len(after) - 2].endswith(",")


def test_the_same_letter_is_the_same_bytes_in_another_process():
    here = render(RUSSIAN)
    program = (
        "import django, json, sys; django.setup(); from letters.rendering import render;"
        "made = render(json.load(sys.stdin)); print(made.sha256)"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(RUSSIAN),
        text=True,
        capture_output=True,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin", "TZ": "Asia/Almaty"},
        check=True,
    ).stdout.strip()
    assert (
        there
        == here.sha256
        == hashlib.sha256(here.pdf).hexdigest()
        == render(dict(reversed(RUSSIAN.items()))).sha256
    )


def test_a_change_of_one_word_changes_the_bytes():
    assert render({**ENGLISH, "closing": "Yours truly,"}).sha256 != render(ENGLISH).sha256


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"signer": {**ENGLISH["signer"], "name": "Amara 🌻"}}, "signer.name", "U+1F33B"),
        ({"subject": "自由"}, "subject", "U+81EA"),
        ({"demands": ["to release him;", "to answer ☎;"]}, "demands 2", "U+260E"),
        ({"recipient": {**ENGLISH["recipient"], "address_lines": ["東京"]}}, "recipient 2", "U+6771"),
    ],
)
def test_a_missing_glyph_is_an_error_that_names_letter_and_field(change, field, code):
    with pytest.raises(RenderError) as caught:
        render({**ENGLISH, **change})
    assert (caught.value.reference, caught.value.field) == ("OC-7F3K-92QD", field)
    assert code in caught.value.reason


def test_an_unknown_layout_is_an_error_that_names_the_letter():
    with pytest.raises(RenderError, match="Letter OC-7F3K-92QD, layout: There is no layout 'napkin'"):
        render({**ENGLISH, "layout": "napkin"})


HOSTILE = [
    "<img src=file:///etc/passwd>",
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "</p><script>alert(1)</script>",
    "<link rel=attachment href=file:///etc/hostname>",
    "{{ settings.SECRET_KEY }} {% debug %}",
    '" onclick="x" style="background:url(file:///etc/passwd)',
    "<base href=http://127.0.0.1:9/><iframe src=x>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_is_text_and_fetches_nothing(hostile):
    frozen = {
        **ENGLISH,
        "signer": {**ENGLISH["signer"], "name": hostile},
        "subject": hostile,
        "paragraphs": [hostile],
        "demands": [hostile],
        "recipient": {**ENGLISH["recipient"], "address_lines": [hostile[:20]]},
    }
    made = render(frozen)
    assert text_of(made.pdf).replace(" ", "").count(hostile.replace(" ", "")) == 5
    resources = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0]["/Resources"]
    assert resources["/XObject"] == {}
    assert pypdf.PdfReader(io.BytesIO(made.pdf)).attachments == {}


def test_a_page_that_fetches_is_refused_by_the_press():
    for markup in (
        "<img src='file:///etc/passwd'>",
        "<svg><image href='http://127.0.0.1:9/x'/></svg>",
        "<img src='data:image/png;base64,AA=='>",
    ):
        with pytest.raises(pressing.PressRefused, match="not handed"):
            pressing.press(
                {
                    "html": f"<html lang=en><title>x</title>{markup}",
                    "css": "",
                    "sizes": [11],
                    "identifier": "0",
                }
            )


def test_css_that_fetches_is_refused_by_the_press():
    for css in ("@import url(file:///etc/passwd);", "p { background: url(http://127.0.0.1:9/x) }"):
        with pytest.raises(pressing.PressRefused, match="not handed"):
            pressing.press(
                {"html": "<html lang=en><title>x</title><p>x", "css": css, "sizes": [11], "identifier": "0"}
            )


def test_a_late_page_is_ended_and_the_next_letter_is_made(monkeypatch):
    render(ENGLISH)
    monkeypatch.setattr(pressing, "SECONDS", 0)
    with pytest.raises(RenderError, match="Letter OC-7F3K-92QD, page: it was not done after 0 seconds"):
        render({**ENGLISH, "paragraphs": ["word " * 400]})
    monkeypatch.undo()
    assert render(ENGLISH).pages == 1


def test_a_press_that_was_ended_by_others_is_no_fault_of_the_next_letter():
    render(ENGLISH)
    used = pressing._press[1].process
    used.kill()  # as the kernel does where a machine is out of memory
    used.wait()
    assert render(GERMAN).pages == 1


def test_what_a_used_press_has_no_memory_for_is_made_by_a_new_one(monkeypatch):
    render(ENGLISH)
    used = pressing._press[1]
    monkeypatch.setattr(used, "_receive", lambda: b'{"out_of_memory": "it needs more memory"}')
    assert render(GERMAN).pages == 1
    assert pressing._press[1] is not used


def test_what_a_new_press_has_no_memory_for_is_refused_at_once(monkeypatch):
    pressing.stop()
    asked = []
    monkeypatch.setattr(
        pressing.Press, "_receive", lambda _: asked.append(1) or b'{"out_of_memory": "it needs more memory"}'
    )
    with pytest.raises(RenderError, match="page: it needs more memory"):
        render(ENGLISH)
    assert asked == [1]
    pressing.stop()


def test_a_longer_text_shrinks_before_it_takes_a_second_page():
    longer = {**ENGLISH, "layout": "din5008b", "paragraphs": ENGLISH["paragraphs"] * 3}
    assert render(longer).pages == 1
    longest = {**ENGLISH, "layout": "din5008b", "paragraphs": ENGLISH["paragraphs"] * 6}
    made = render(longest)
    assert made.pages == 2
    assert text_of(made.pdf).count("His lawyers and human rights organisations") == 6


@pytest.mark.parametrize("language", ["ru", "de"])
def test_the_longest_text_that_is_approved_has_room_with_the_most_that_a_signer_adds(language):
    letter = EVERY[language]
    words = " ".join(letter["paragraphs"] * 30)[: approving.MOST_CHARACTERS - 600]
    paragraphs = [words[at : at + 600] for at in range(0, len(words), 600)]
    line = words[: TEXT_CHARACTERS // TEXT_LINES - 1]
    made = render({**letter, "paragraphs": paragraphs, "own_words": "\n".join([line] * TEXT_LINES)})
    assert made.pages in {3, 4}


def test_a_text_of_many_pages_is_an_error():
    with pytest.raises(RenderError, match=r"page: it needs . pages, and a letter may have 4"):
        render({**ENGLISH, "paragraphs": ENGLISH["paragraphs"] * 30})


def test_an_address_too_long_for_the_window_is_an_error_and_not_cut():
    with pytest.raises(RenderError, match=r"recipient: It is too long for 80 × 27\.3 mm"):
        render({**GERMAN, "recipient": {**GERMAN["recipient"], "address_lines": ["Abteilung"] * 9}})


def test_a_name_of_a_hundred_letters_stays_in_the_sender_zone():
    name = "Aurélie-Marguerite " * 5 + "Němcová"
    frozen = {
        **GERMAN,
        "signer": {**GERMAN["signer"], "name": name},
        "sender_line": f"{name}, Köln, Deutschland",
    }
    words = words_on_page(render(frozen).pdf)
    assert sum(inside(word.box, layout("din5008b").sender) for word in words) == 8


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Leeds, 22 November 2026"),
        ("de", "Leeds, den 22. November 2026"),
        ("ru", "Leeds, 22 ноября 2026\u202fг."),
        ("fr", "Leeds, le 22 novembre 2026"),
    ],
)
def test_place_and_date_are_in_the_language_of_the_letter(language, words):
    assert place_and_date("Leeds", date(2026, 11, 22), language) == words
