"""Loading seed files: twice as well as once, all or none, never over what staff edited."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import reviewing, verifying
from campaigns.models import Beneficiary, Citation, Contact, Event, Source, StatusRecord, Target
from seeds.loading import load
from seeds.models import SeedRow
from seeds.rows import SeedError
from tests.campaigns.cases import named
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db

BASE = """
sources:
  - {key: S1, kind: report, title: A report, date: "2020"}
campaigns:
  - {slug: bread, name: Bread}
beneficiaries:
  - {key: B1, name: Baker of Exampletown, country: KZ}
cases:
  - {key: bakery, slug: bakery, campaign: bread, title: The bakery, country: KZ, beneficiaries: [B1]}
"""


# What the loader writes of an event: its cells, its dates, whom and which case it is about.
EVENT_CELLS = (
    *("key", "kind", "text", "place", "attributed_to", "is_allegation", "held_back"),
    *("date_from", "date_to", "precision", "basis", "date_note", "case", "beneficiary"),
)


def event(number: int, text: str = "Bread was baked") -> str:
    return f'  - {{key: E{number}, case: bakery, kind: other, text: "{text}", date: "2020-0{number % 9 + 1}", sources: [S1 {number}]}}\n'


def write(root: Path, *, events: str = event(1), base: str = BASE) -> Path:
    (root / "base.yaml").write_text(base)
    (root / "events.yaml").write_text("events:\n" + events)
    return root


def test_bela_loads_twice_and_nothing_is_there_twice(tmp_path: Path) -> None:
    first = load(root=write(tmp_path))
    assert [(report.file, report.created) for report in first] == [("base.yaml", 5), ("events.yaml", 2)]
    second = load(root=tmp_path)
    assert [(report.created, report.changed, report.same) for report in second] == [(0, 0, 5), (0, 0, 2)]
    assert (Event.objects.count(), Citation.objects.count(), SeedRow.objects.count()) == (1, 1, 7)


def test_a_better_text_in_the_file_reaches_the_database(tmp_path: Path) -> None:
    load(root=write(tmp_path))
    reports = load(root=write(tmp_path, events=event(1, "Bread was baked and sold")))
    assert [report.changed for report in reports] == [0, 1]
    assert Event.objects.get().text == "Bread was baked and sold"


def test_a_renamed_person_is_found_by_the_new_name(tmp_path: Path) -> None:
    load(root=write(tmp_path))
    load(root=write(tmp_path, base=BASE.replace("Baker of", "Miller of")))
    assert [one.name for one in named("miller")] == ["Miller of Exampletown"]


def test_what_bela_edited_survives(tmp_path: Path) -> None:
    load(root=write(tmp_path))
    Event.objects.update(text="Bela knows better")
    reports = load(root=write(tmp_path, events=event(1, "The file says something new")))
    assert reports[1].kept == ["campaigns.event E1"]
    assert Event.objects.get().text == "Bela knows better"


def test_what_bela_deleted_does_not_come_back(tmp_path: Path) -> None:
    load(root=write(tmp_path, events=event(1) + event(2)))
    Event.objects.get(key="E2").delete()
    reports = load(root=tmp_path)
    assert reports[1].kept == ["campaigns.event E2", "campaigns.citation event/E2/S1/2"]
    assert [one.key for one in Event.objects.all()] == ["E1"]


def test_what_dana_reviewed_or_verified_is_not_changed_under_her_name(tmp_path: Path) -> None:
    target = "targets:\n  - {key: t, kind: other, name: Office, contacts: [{channel: email, email: a@example.org}]}\n"
    (tmp_path / "targets.yaml").write_text(target)
    load(root=write(tmp_path))
    reviewing.review(claims=Event.objects.all(), by=dana(), now=NOW)
    verifying.verify_contacts(contacts=Contact.objects.all(), how="telephone", by=dana(), now=NOW)
    load(root=write(tmp_path, events=event(1, "Another text")))
    assert (Event.objects.get().text, Event.objects.get().review_state) == ("Bread was baked", "reviewed")
    assert Contact.objects.get().verified_by == dana()


def test_a_row_that_left_the_file_is_reported_and_kept(tmp_path: Path) -> None:
    load(root=write(tmp_path, events=event(1) + event(2)))
    reports = load(root=write(tmp_path))
    assert (reports[1].gone, Event.objects.count()) == (2, 2)


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    reports = load(root=write(tmp_path), dry_run=True)
    assert sum(report.created for report in reports) == 7
    assert (Event.objects.count(), Source.objects.count(), SeedRow.objects.count()) == (0, 0, 0)


def statements(root: Path, *, dry_run: bool = False) -> int:
    with CaptureQueriesContext(connection) as told:
        load(root=root, dry_run=dry_run)
    return len(told)


def test_two_files_cost_what_one_costs(tmp_path: Path) -> None:
    one = statements(write(tmp_path, events=event(1) + event(2)), dry_run=True)
    (write(tmp_path) / "more.yaml").write_text("events:\n" + event(2))
    assert statements(tmp_path, dry_run=True) == one


def more_for(rows: int, *columns: int) -> int:
    """Statements beyond one for each writing of `rows` rows of so many columns: SQLite takes 999 values in one."""
    limit = connection.features.max_query_params
    return sum(-(-rows // (limit // one)) - 1 for one in columns) if limit else 0


@pytest.mark.parametrize("rows", [1, 3, 30, 300])
def test_the_number_of_statements_of_a_file_is_fixed_but_for_what_sqlite_takes_in_one(
    tmp_path: Path, rows: int
) -> None:
    """Fresh, unchanged, changed: the same for any number of rows on PostgreSQL; on SQLite up to 55 rows of events."""
    numbers = range(1, rows + 1)
    fresh = statements(write(tmp_path, events="".join(map(event, numbers))))
    same = statements(tmp_path)
    changed = statements(write(tmp_path, events="".join(event(number, "New") for number in numbers)))
    inserted = more_for(rows, columns(Event), columns(Citation)) + more_for(5 + 2 * rows, columns(SeedRow))
    # An update names each value once and each row twice: by its key and by its place in the CASE.
    updated = more_for(rows, len(EVENT_CELLS) + 2, 2 + 2)
    analyzed = 1 if connection.vendor == "postgresql" else 0
    assert (fresh, same, changed) == (27 + inserted + analyzed, 24, 28 + updated + analyzed)


def columns(model: Any) -> int:
    return len(model._meta.concrete_fields) - 1  # the database gives the primary key


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ("  - {key: E1, case: bakery, text: x, sources: [S1 1], colour: red}\n", "events row 1 (E1), field colour: there is no such field"),
        ("  - {key: E1, case: bakery, text: x}\n", "events row 1 (E1), field sources: name at least one source"),
        ("  - {key: E1, case: bakery, text: x, sources: [S9 1]}\n", "events row 1 (E1), field sources: there is no source with the key 'S9'."),
        ("  - {key: E1, case: bakery, text: x, sources: [S1 a-b]}\n", "events row 1 (E1), field sources: 'S1 a-b' is not a source and its lines"),
        ("  - {key: E1, case: nowhere, text: x, sources: [S1 1]}\n", "events row 1 (E1), field case: there is no case with the key 'nowhere'."),
        ("  - {key: E1, case: bakery, sources: [S1 1]}\n", "events row 1 (E1), field text: this is missing."),
        ("  - {key: E1, text: x, sources: [S1 1]}\n", "events row 1 (E1), field case: this is missing."),
        ('  - {key: E1, case: bakery, text: x, date: "2011-02-30", sources: [S1 1]}\n', "events row 1 (E1), field date: '2011-02-30' is not a day of the calendar."),
        ("  - {key: E1, case: bakery, text: x, date: 2011-02-03, sources: [S1 1]}\n", "events row 1 (E1), field date: write 2011-02-03 as text, between quotes."),
        ("  - {key: E1, case: bakery, text: x, kind: party, sources: [S1 1]}\n", "events row 1 (E1), field kind: 'party' is not one of background,"),
        ("  - {key: E1, case: bakery, text: x, basis: guessed, sources: [S1 1]}\n", "events row 1 (E1), field basis: 'guessed' is not one of stated,"),
        (event(1) + event(1), "events row 2 (E1): the key 'E1' stands in events.yaml, events row 1 (E1) already."),
        ("  - {case: bakery}\n", "events row 1, field key: every row needs a key, as text."),
        ("  - just words\n", "events row 1: this row is not a mapping of fields."),
        ("  - {key: [\n", "events.yaml: this is not readable YAML"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_loaded(
    tmp_path: Path, events: str, message: str
) -> None:
    write(tmp_path, events=events)
    with pytest.raises(SeedError) as refused:
        load(root=tmp_path)
    assert message in str(refused.value)
    assert str(refused.value).startswith("seeds/data/events.yaml")
    assert (Source.objects.count(), SeedRow.objects.count()) == (0, 0)


def test_a_change_that_the_database_refuses_is_named(tmp_path: Path) -> None:
    people = "beneficiaries:\n  - {{key: B2, name: Miller, country: KZ}}\n  - {{key: B3, name: Ovens, country: KZ, {}}}\n"
    (tmp_path / "people.yaml").write_text(people.format("gender: male"))
    load(root=tmp_path)
    (tmp_path / "people.yaml").write_text(people.format("gender: male, kind: group"))
    with pytest.raises(SeedError, match=r"people\.yaml, beneficiaries row 2 \(B3\): .*kind_fits"):
        load(root=tmp_path)
    assert Beneficiary.objects.get(key="B3").kind == "prisoner"


STATUS = '  - {{key: {}, beneficiary: B1, status: {}, date: "{}", as_of: "{}", sources: [S1 1]}}\n'
ABOUT = '  - {{key: {}, case: bakery, beneficiary: B1, kind: {}, text: x, date: "{}", sources: [S1 1]}}\n'


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("statuses:\n" + STATUS.format("T1", "imprisoned", "2012", "2020-07-31") + STATUS.format("T2", "amnestied", "2020-07", "2020-07-31"),
         "statuses row 1 (T1), field status: On this day Baker of Exampletown is recorded as amnestied already"),
        ("statuses:\n" + STATUS.format("T1", "died", "2012", "2012-12-31") + "events:\n" + ABOUT.format("E1", "arrest", "2013"),
         "statuses row 1 (T1), field date: “x” (2013) is after this death."),
        ("events:\n" + ABOUT.format("E1", "release", "2012") + ABOUT.format("E2", "arrest", "2013"),
         "events row 1 (E1), field date: This release is before the first arrest that is recorded (2013)"),
        ("events:\n" + ABOUT.format("E1", "protest", "2099"), "events row 1 (E1), field date: This day has not come yet."),
        ("statuses:\n" + STATUS.format("T1", "detained", "2012-05", "2012-04-30"),
         "statuses row 1 (T1), field as_of: No source can vouch up to a day before this began."),
    ],
)  # fmt: skip
def test_a_row_that_others_rule_out_is_named_with_its_field_and_nothing_is_loaded(
    tmp_path: Path, rows: str, message: str
) -> None:
    write(tmp_path, events="")
    (tmp_path / "events.yaml").write_text(rows)
    with pytest.raises(SeedError) as refused:
        load(root=tmp_path)
    assert str(refused.value).startswith(f"seeds/data/events.yaml, {message}")
    assert (Source.objects.count(), SeedRow.objects.count()) == (0, 0)


def test_a_row_is_checked_against_what_bela_typed(tmp_path: Path) -> None:
    load(root=write(tmp_path))
    day = {"precision": "day", "date_from": date(2012, 5, 3), "date_to": date(2012, 5, 3)}
    StatusRecord.objects.create(beneficiary=Beneficiary.objects.get(), status="died", **day)
    write(tmp_path, events=event(1) + ABOUT.format("E2", "trial", "2013"))
    with pytest.raises(SeedError, match=r"events row 2 \(E2\), field date: Baker of Exampletown died"):
        load(root=tmp_path)
    assert [one.key for one in Event.objects.all()] == ["E1"]


def test_an_unknown_section_country_and_a_broken_contact_are_named(tmp_path: Path) -> None:
    cases = {
        "people:\n  - {key: x}\n": "there is no section 'people'",
        "targets:\n  - {key: t, kind: embassy, name: E, represents: KZ, host_country: ZZ}\n": "field host_country",
        "targets:\n  - {key: t, kind: other, name: E, accredited_to: [ZZ]}\n": "'ZZ' is no country code of ISO 3166.",
        "targets:\n  - {key: t, kind: other, name: E, contacts: [{channel: email, email: nowhere}]}\n": "field email",
        "targets:\n  - {key: t, kind: other, name: E, contacts: [{channel: email}]}\n": "targets row 1 (t), field contacts",
        "targets:\n  - {key: t, kind: embassy, name: E}\n": "targets row 1 (t)",
        "demands:\n  - {key: D1, case: bakery, text: Free her., sources: [S1 1]}\n": "demands row 1 (D1), field targets: give at least one of targets, embassies_of, addressed_to.",
        "sources:\n  - {key: S1, title: A, within: S2}\n  - {key: S2, title: B, within: S1}\n": "stands within itself",
    }
    for text, message in cases.items():
        (tmp_path / "one.yaml").write_text(text)
        with pytest.raises(SeedError) as refused:
            load(root=tmp_path)
        assert message in str(refused.value)
        assert Target.objects.count() == 0


def test_a_source_within_a_source_may_stand_before_it(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "sources:\n  - {key: S2, title: Quoted, within: S1}\n  - {key: S1, title: Quoting}\n"
    )
    load(root=tmp_path)
    assert Source.objects.get(key="S2").within.key == "S1"


def test_progress_is_heard_from_the_first_file_to_the_last_citation(tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    load(root=write(tmp_path), step=lambda *step: heard.append(step))
    assert [doing for _done, _of, doing in heard[:2]] == ["base.yaml", "events.yaml"]
    assert heard[-1][2] == "citations"
    shares = [done / of for done, of, _doing in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("screen", "bars"), [(Terminal(), 9), (io.StringIO(), 0)])
def test_a_bar_is_drawn_for_a_person_and_not_into_a_log(
    tmp_path: Path, monkeypatch, screen: io.StringIO, bars: int
) -> None:
    monkeypatch.setattr(
        "seeds.management.commands.load_seeds.load", lambda **more: load(root=tmp_path, **more)
    )
    write(tmp_path)
    call_command("load_seeds", stdout=io.StringIO(), stderr=screen)
    assert screen.getvalue().count("%") == bars


def test_the_command_tells_per_file_and_ends_with_one_sentence(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(
        "seeds.management.commands.load_seeds.load", lambda **more: load(root=tmp_path, **more)
    )
    write(tmp_path)
    call_command("load_seeds", "--dry-run")
    assert "This was a dry run: nothing was changed." in capsys.readouterr().out
    call_command("load_seeds")
    assert capsys.readouterr().out.splitlines() == [
        "base.yaml: 5 created, 0 changed, 0 the same",
        "events.yaml: 2 created, 0 changed, 0 the same",
        "2 files: 7 created, 0 changed, 0 left alone.",
    ]
    write(tmp_path, events="  - {key: E1}\n")
    with pytest.raises(CommandError, match=r"field text: this is missing\. Nothing was loaded\."):
        call_command("load_seeds")
