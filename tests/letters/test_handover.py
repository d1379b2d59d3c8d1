"""Dana hands over the signatures of an appeal: fixed once, made as often as it takes, and always honest about what it holds."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from pypdf import PdfReader

from appeals import amending, signing
from appeals.models import AppealText, Signature
from campaigns import publishing
from campaigns.models import Case, StatusRecord, Target
from kit.refusals import Refused
from kit.spreadsheets import FORMULA
from letters import handover
from letters.models import Handover
from letters.states import HandoverState as State
from tests import people
from tests.letters.handing_over import LATER, csv_of, decided, in_memory, made, many_sign, pdf_of
from tests.people import NOW

pytestmark = pytest.mark.django_db
CAST = [
    ("Amara Okafor", "Leeds", "name"),
    ("Bela Kovács", "Kraków", "name_town"),
    ("Chidi Adeyemi Eze", "York", "initials"),
    ("Dana Nurlan", "Almaty", "count"),
]


@pytest.fixture(autouse=True)
def _files(settings):
    in_memory(settings)


def rows_of(one: Handover) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_of(one))))


def words_of(one: Handover) -> str:
    pages = PdfReader(io.BytesIO(pdf_of(one))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_holds_letter_demands_numbers_and_the_names_as_they_chose(appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))

    assert (one.state, one.reason, one.pages, one.names_pressed) == (State.MADE, "", 4, 0)
    assert (one.listed, one.only_counted, one.unread, one.gone) == (3, 1, 0, 0)
    assert rows_of(one) == [
        ["Number", "Name", "Town"],
        ["1", "Amara Okafor", ""],
        ["2", "Bela Kovács", "Kraków"],
        ["3", "C. A. E.", ""],
        ["", "Only counted, as they chose", "1"],
    ]
    words = words_of(one)
    for said in (
        "Embassy of Kazakhstan in GB",
        "London, 10 December 2026",
        "Handover of signatures: 4",
        "Your Excellency,",
        "Please answer us.",
        "1. Release her at once.",
        "Each was confirmed from a mailbox of the person who signed.",
        "Counted until 22 November 2026, 13:00 (UTC).",
        "Only counted, as they chose 1",
        "1 Amara Okafor",
        "2 Bela Kovács, Kraków",
        "3 C. A. E.",
    ):
        assert said in words
    for hidden in ("Nurlan", "York", "Leeds", "Chidi"):
        assert hidden not in words
        assert hidden not in csv_of(one)


def test_it_speaks_the_language_of_the_office(appeal):
    many_sign(appeal, CAST)
    words = words_of(made(decided(appeal, language="de")))

    assert "Die Bäckerin von Musterstadt" in words
    assert "Lassen Sie sie sofort frei." in words  # codespell:ignore sie
    assert "London, den 10. Dezember 2026" in words  # codespell:ignore dezember


def test_the_digests_are_those_of_the_files(appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))

    assert one.pdf_sha256 == hashlib.sha256(pdf_of(one)).hexdigest()
    assert one.csv_sha256 == hashlib.sha256(b"\xef\xbb\xbf" + csv_of(one).encode()).hexdigest()


def test_made_again_it_is_the_same_to_the_byte(appeal):
    many_sign(appeal, [*CAST, ("محمد رضا", "", "name")])
    one = made(decided(appeal))
    before = (one.pdf_sha256, one.csv_sha256, one.pdf)
    people.amara_confirms(appeal, email="later@example.org", now=LATER)
    handover.make_again(handover=one, by=people.dana(), now=LATER)
    made(one, now=LATER + timedelta(days=2))

    assert (one.pdf_sha256, one.csv_sha256) == before[:2]
    assert one.pdf != before[2]
    assert not storages["prints"].exists(before[2])


def test_who_took_it_back_since_is_gone_and_it_says_how_many(appeal):
    rows = many_sign(appeal, CAST)
    one = made(decided(appeal))
    signing.withdraw(signature=rows[0], now=LATER)
    rows[3].delete()
    handover.make_again(handover=one, by=people.dana(), now=LATER)
    made(one)

    assert (one.signatures, one.listed, one.only_counted, one.gone) == (4, 2, 0, 2)
    assert rows_of(one)[1:] == [
        ["1", "Bela Kovács", "Kraków"],
        ["2", "C. A. E.", ""],
        ["", "Taken back since the cut-off, and in the list no more", "2"],
    ]
    assert "Handover of signatures: 4" in words_of(one)


def test_who_chooses_since_not_to_be_named_is_only_counted(appeal):
    rows = many_sign(appeal, CAST)
    one = decided(appeal)
    amending.show_as(signature=rows[0], choice="count", language="en")
    made(one)

    assert (one.listed, one.only_counted, one.gone) == (2, 2, 0)
    assert "Amara" not in csv_of(one)


def test_words_and_numbers_stay_as_they_were_decided(appeal):
    many_sign(appeal, CAST)
    one = decided(appeal)
    AppealText.objects.update(subject="Another subject")
    Target.objects.update(name="Another office")
    assert "The baker of Exampletown" in words_of(made(one))
    assert "Embassy of Kazakhstan in GB" in words_of(one)


def test_small_countries_stand_nowhere_in_it(appeal):
    rows = many_sign(appeal, [(f"Person {number}", "", "name") for number in range(14)])
    for country, those in {"DE": rows[:8], "KZ": rows[8:12], "FR": rows[12:]}.items():
        Signature.objects.filter(pk__in=[row.pk for row in those]).update(country=country)
    one = made(decided(appeal))

    assert one.totals["countries"] == [["DE", 8]]
    assert one.totals["others"] == 6
    words = words_of(one)
    assert "Germany 8" in words
    assert "Other countries 6" in words
    for hidden in ("Kazakhstan 4", "France"):
        assert hidden not in words


def test_weeks_in_which_nobody_signed_are_there(appeal):
    rows = many_sign(appeal, CAST)
    Signature.objects.filter(pk=rows[0].pk).update(confirmed_at=NOW - timedelta(days=15))

    assert decided(appeal).totals["weeks"] == [["2026-11-02", 1], ["2026-11-09", 0], ["2026-11-16", 3]]


@pytest.mark.parametrize("sign", FORMULA)
def test_no_name_is_a_formula(appeal, sign):
    many_sign(appeal, [(f"{sign}cmd|' /C calc'!A0", f"{sign}1+1", "name_town"), ("Amara", "", "name")])
    one = made(decided(appeal))

    assert rows_of(one)[1] == ["1", f"'{sign}cmd|' /C calc'!A0", f"'{sign}1+1"]
    assert csv_of(one).endswith("\r\n")


def test_the_disk_holds_no_name(appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    for name in (one.pdf, one.csv):
        with storages["prints"].open(name) as file:
            content = file.read()
        assert b"Okafor" not in content
        assert b"%PDF" not in content
    assert "Okafor" in csv_of(one)


def test_of_many_nobody_has_passed_it_says_how_many(appeal):
    rows = many_sign(appeal, CAST)
    Signature.objects.filter(pk=rows[0].pk).update(moderation="waiting", moderation_reasons="own words")
    one = made(decided(appeal))

    assert (one.listed, one.only_counted, one.unread) == (2, 1, 1)
    assert "Counted without a name, because nobody has passed their entry 1" in words_of(one)
    assert "Okafor" not in words_of(one)


# Refused, with what to do next


def closed(appeal):
    Target.objects.update(status="closed")


def nobody(appeal):
    Signature.objects.all().delete()


def unapproved(appeal):
    AppealText.objects.filter(language="en").update(subject="Changed since")


def held(appeal):
    StatusRecord.objects.create(
        beneficiary=Case.objects.get().beneficiaries.get(), status="released", key="free"
    )


def unpublished(appeal):
    publishing.close(case=Case.objects.get(), by=people.dana(), now=LATER)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (closed, "target", "Choose an open office"),
        (nobody, "", "Nobody has signed"),
        (unapproved, "language", "approved as it stands"),
        (held, "", "on hold"),
        (unpublished, "", "Open the appeal first"),
    ],
)
def test_it_is_refused_while_it_would_say_what_is_not_so(appeal, change, field, words):
    many_sign(appeal, CAST)
    change(appeal)
    with pytest.raises(Refused, match=words) as refused:
        decided(appeal)

    assert refused.value.field == field
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("place", " "),
        ("words", ""),
        ("by_whom", "\n"),
        ("words", "Hello 😀"),
        ("by_whom", "Bread Campaign " * 100),
        ("place", "東京"),
    ],
)
def test_what_cannot_stand_on_the_cover_letter_is_refused_at_its_field(appeal, field, typed):
    many_sign(appeal, CAST)
    with pytest.raises(Refused) as refused:
        decided(appeal, **{field: typed})

    assert refused.value.field == field
