"""A letter that was stamped is the letter that WeasyPrint would have set, and is so each time."""

import os
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters import making, paper, shells
from letters.models import Letter, LetterPdf, Shell
from letters.rendering import render
from tests.letters.comparing import assert_alike
from tests.letters.factories import frozen_letters
from tests.letters.samples import ENGLISH, LETTERS
from tests.people import NOW

GIVEN = [
    "Amara",
    "Bela",
    "Zoë",
    "François",
    "Łukasz",
    "Þóra",
    "Айгүл",
    "Ольга",
    "Έλενα",
    "İpek",
    "Đorđe",
    "Nguyễn",
    "Officer",
]
FAMILY = [
    "Okafor",
    "Kovács",
    "O’Connor",
    "Özdemir",
    "Čapek",
    "García-Ortiz",
    "Нұрланова",
    "Παπαδόπουλος",
    "Griffith",
    "AVATYo",
]
TOWNS = ["Leeds", "Köln", "Rīga", "Алматы", "Αθήνα", "Łódź", "", "St. Ives (Cornwall)"]
EXAMPLES = int(os.environ.get("OUTCRY_EXAMPLES", "25"))

names = st.lists(st.sampled_from([*GIVEN, *FAMILY]), min_size=1, max_size=4).map(" ".join)
references = st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8).map(
    lambda places: f"OC-{places[:4]}-{places[4:]}"
)


def signed(frozen, *, name, town, reference=None, date=None):
    """The same letter by somebody else."""
    signer = {**frozen["signer"], "name": name, "town": town}
    line = ", ".join(filter(None, [name, town, signer["country_name"]]))
    return {
        **frozen,
        "signer": signer,
        "sender_line": line,
        "reference": reference or frozen["reference"],
        "date": date or frozen["date"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", LETTERS)
def test_a_stamped_letter_is_the_one_that_weasyprint_sets(language):
    made = paper.make(LETTERS[language])
    assert type(made) is paper.StampedLetter
    assert_alike(made.pdf, render(LETTERS[language]).pdf)


@pytest.mark.once
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(
    language=st.sampled_from(sorted(LETTERS)),
    name=names,
    town=st.sampled_from(TOWNS),
    reference=references,
    day=st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)),
)
def test_whoever_signs_it_and_whenever(language, name, town, reference, day):
    frozen = signed(LETTERS[language], name=name, town=town, reference=reference, date=day.isoformat())
    made = paper.make(frozen)
    assert type(made) is paper.StampedLetter
    assert_alike(made.pdf, render(frozen).pdf, pixels=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["أمارة", "Ama\u0300ra\u0323 O\u0302", "A\u200dB"], ids=["arabic", "marks", "joiner"]
)
def test_what_cannot_be_stamped_exactly_is_left_to_weasyprint(name):
    frozen = signed(ENGLISH, name=name, town="Leeds")
    assert paper.stamped(frozen) is None
    assert type(paper.make(frozen)) is paper.RenderedLetter


@pytest.mark.django_db
def test_a_letter_of_two_pages_is_stamped_on_both():
    longer = {**ENGLISH, "layout": "din5008b", "paragraphs": ENGLISH["paragraphs"] * 6}
    made = paper.make(longer)
    assert (type(made), made.pages) == (paper.StampedLetter, 2)
    assert_alike(made.pdf, render(longer).pdf)


@pytest.mark.django_db
def test_letters_of_one_text_share_one_shell():
    for name in ("Amara Okafor", "Ama Boateng", "Officer Griffin"):
        paper.make(signed(ENGLISH, name=name, town="Leeds"))
    shells._kept.clear()
    paper.make(signed(ENGLISH, name="Ada Kaya", town="Hull"))
    assert Shell.objects.count() == 1


@pytest.mark.django_db
def test_names_in_another_alphabet_have_a_shell_with_that_alphabet_and_not_with_their_letters():
    one, other = (paper.make(signed(ENGLISH, name=name, town="Leeds")) for name in ("Ольга", "Ержан"))
    assert one.shell.key == other.shell.key != paper.make(ENGLISH).shell.key


@pytest.mark.django_db
def test_a_name_of_two_lines_has_a_shell_of_two_lines():
    long = signed(ENGLISH, name="Aurélie-Marguerite " * 5 + "Němcová", town="Leeds")
    for frozen in (signed(ENGLISH, name="Aurélie Němcová", town="Leeds"), long):
        made = paper.make(frozen)
        assert type(made) is paper.StampedLetter
        assert_alike(made.pdf, render(frozen).pdf)
    assert Shell.objects.count() == 2


@pytest.mark.django_db
def test_somebody_with_many_strange_names_cannot_make_us_compile_for_ever(monkeypatch):
    monkeypatch.setattr(shells, "MOST_OF_A_TEXT", 1)
    shells._kept.clear()
    paper.make(ENGLISH)
    made = paper.make(signed(ENGLISH, name="Ольга", town="Leeds"))
    assert (made.pdf[:5], type(made), Shell.objects.count()) == (b"%PDF-", paper.RenderedLetter, 1)


@pytest.mark.django_db
def test_a_page_that_is_no_shell_says_why_once_and_its_letters_are_set(monkeypatch):
    def no_shell(page, **_):
        raise shells.NoShell("the page depends on the words in slots")

    monkeypatch.setattr(shells, "compile_shell", no_shell)
    shells._kept.clear()
    assert paper.stamped(ENGLISH) is None
    assert Shell.objects.get().reason == "the page depends on the words in slots"
    monkeypatch.setattr(shells, "compile_shell", None)
    shells._kept.clear()
    assert paper.stamped(ENGLISH) is None


def test_a_letter_is_kept_as_its_lines_and_made_again(appeal):
    letter = frozen_letters(appeal)[0]
    made = paper.make(letter.frozen)
    making.make_some(now=NOW, most=1)
    pdf = LetterPdf.objects.get()
    assert (pdf.tier, pdf.pages, bytes(pdf.content)) == ("stamp", 1, b"")
    assert pdf.lines["name-1"] == "Amara Okafor"
    shells._kept.clear()
    assert paper.again(pdf).pdf == made.pdf
    assert paper.damaged([letter]) == {}


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: {**lines, "name-1": "Amara Okafur"},
        lambda lines: {key: line for key, line in lines.items() if key != "name-1"},
        lambda lines: {**lines, "code": lines["code"][:-1] + ("1" if lines["code"].endswith("0") else "0")},
    ],
    ids=["another name", "a line lost", "another code"],
)
def test_lines_that_were_changed_are_damage(appeal, harm):
    letter = frozen_letters(appeal)[0]
    making.make_some(now=NOW, most=1)
    pdf = LetterPdf.objects.get()
    pdf.lines = harm(pdf.lines)
    pdf.save()
    assert paper.damaged([letter]) == {letter.pk: paper.DAMAGED}


def test_what_needs_weasyprint_waits_for_the_press_and_keeps_no_other_waiting(appeal, monkeypatch):
    odd, plain = frozen_letters(appeal, 2)
    odd.frozen = {
        **odd.frozen,
        "signer": {**odd.frozen["signer"], "name": "أمارة"},
        "sender_line": "أمارة, Leeds",
    }
    odd.save()
    assert making.make_some(now=NOW, most=10) == 2
    assert list(Letter.objects.order_by("pk").values_list("state", "needs_press", "tries")) == [
        ("frozen", True, 0),
        ("ready", False, 1),
    ]
    assert making.make_some(now=NOW, most=10) == 0
    assert making.press_some(now=NOW, most=10) == 1
    assert list(LetterPdf.objects.order_by("pk").values_list("letter", "tier")) == [
        (plain.pk, "stamp"),
        (odd.pk, "press"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_of_stamps_costs_the_same_for_one_and_three(appeal, count, django_assert_num_queries):
    paper.make(frozen_letters(appeal, count)[0].frozen)
    # Claim, shells, seal; in rows of its own where the database takes no document. Half of them begin and end transactions.
    with django_assert_num_queries(8 if connection.vendor == "postgresql" else 10):
        assert making.make_some(now=NOW, most=10) == count


def test_letters_that_were_tried_before_are_claimed_alone(appeal):
    frozen_letters(appeal, 3)
    Letter.objects.update(tries=1)
    assert [making.make_some(now=NOW, most=10) for _run in range(4)] == [1, 1, 1, 0]


def test_a_restored_database_gets_its_shells_back(appeal):
    paper.make(frozen_letters(appeal)[0].frozen)
    Shell.objects.all().delete()
    making.make_some(now=NOW, most=1)
    assert LetterPdf.objects.get().shell.key == Shell.objects.get().key


def test_a_stamped_letter_is_not_in_the_database_in_clear(appeal):
    frozen_letters(appeal)
    making.make_some(now=NOW, most=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM letters_letterpdf")
        assert b"Amara" not in bytes(cursor.fetchone()[0])


OWN = "I knew her as a colleague.\nShe fed whoever came.\n\nPlease let her doctor see her before the winter; she is ill, and she is 61 years old."


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "ru", "kk"])
def test_a_letter_with_own_words_flows_and_is_the_one_that_weasyprint_sets(language):
    frozen = {**LETTERS[language], "layout": "din5008b", "own_words": OWN}
    made = paper.make(frozen)
    assert (type(made), made.pages) == (paper.FlowedLetter, 1)
    assert_alike(made.pdf, render(frozen).pdf)


@pytest.mark.django_db
def test_own_words_that_no_page_holds_are_set_by_weasyprint():
    made = paper.make({**ENGLISH, "own_words": "Please let her doctor see her. " * 80})
    assert (type(made), made.pages) == (paper.RenderedLetter, 2)


def test_a_flowed_letter_is_kept_with_its_own_words_and_made_again(appeal):
    letter = frozen_letters(appeal)[0]
    letter.frozen = {**letter.frozen, "own_words": OWN}
    letter.save()
    made = paper.make(letter.frozen)
    assert making.make_some(now=NOW, most=1) == 1
    pdf = LetterPdf.objects.get()
    assert (pdf.tier, pdf.lines["own_words"]) == ("flow", OWN)
    shells._kept.clear()
    assert paper.again(pdf).pdf == made.pdf
    assert paper.damaged([letter]) == {}
    pdf.lines = {**pdf.lines, "own_words": OWN.replace("61", "16")}
    pdf.save()
    assert paper.damaged([letter]) == {letter.pk: paper.DAMAGED}
