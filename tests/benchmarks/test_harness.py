import json
import random

import pytest

from benchmarks import harness, names, supply
from benchmarks.__main__ import GROUPS, main, names_of
from benchmarks.harness import Measured, comparison, interleave, percentile, ratio, rounded
from kit.typed import clean_name


def test_a_ratio_above_one_means_that_ours_is_better():
    assert ratio("cpu_ms", ours=2.0, theirs=8.0) == 4.0
    assert ratio("messages_per_second", ours=800, theirs=100) == 8.0


def test_a_unit_of_which_nobody_knows_whether_more_is_better_is_refused():
    with pytest.raises(ValueError, match="parsecs"):
        ratio("parsecs", ours=1, theirs=1)


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(number) for number in range(100, 0, -1)]

    assert [percentile(values, percent) for percent in (1, 50, 99, 100)] == [1.0, 50.0, 99.0, 100.0]
    assert percentile([7.0], 99) == 7.0


def test_figures_keep_three_places_and_counts_all():
    assert [rounded(value) for value in (0.014159, 3.14159, 31.4159, 314.159, 31415.9)] == [
        0.0142,
        3.14,
        31.4,
        314,
        31416,
    ]
    assert rounded(12345) == 12345


def test_sides_take_turns_and_the_warm_up_does_not_count():
    heard = []

    def side(name):
        return lambda number: heard.append(f"{name}{number}") or Measured(number)

    found = interleave({"ours": side("o"), "theirs": side("t")}, rounds=3)

    assert heard == ["t0", "o0", "o1", "t1", "t2", "o2", "o3", "t3"]
    assert [measured.figure for measured in found["ours"]] == [1, 2, 3]


def test_a_line_holds_medians_of_both_sides_and_every_lost_mail(monkeypatch):
    monkeypatch.setattr(harness, "machine", lambda: "a machine")
    monkeypatch.setattr(harness, "commit", lambda: "abc")

    line = comparison(
        bench="outbox.window1",
        peer="a-peer",
        unit="messages_per_second",
        ours=[Measured(figure, {"lost": lost}) for figure, lost in ((300, 0), (100, 1), (200, 0))],
        theirs=[Measured(figure, {"lost": 0}) for figure in (10, 50, 20)],
        n=9,
        workers=2,
    )

    assert line == {
        "bench": "outbox.window1",
        "peer": "a-peer",
        "unit": "messages_per_second",
        "ours": 200,
        "theirs": 20,
        "ratio": 10.0,
        "n": 9,
        "rounds": 3,
        "machine": "a machine",
        "commit": "abc",
        "lost": 1,
        "their_lost": 0,
        "workers": 2,
    }


def test_no_two_supporters_are_alike():
    letters = supply.letters(200)
    mails = supply.mails(1, 200) + supply.mails(2, 200)

    assert len({json.dumps(letter) for letter in letters}) == 200
    assert len({mail["address"] for mail in mails}) == 400


def test_a_name_means_one_benchmark_or_its_group():
    assert names_of("letters.single") == ["letters.single"]
    assert names_of("outbox") == [
        "outbox.window1",
        "outbox.window20",
        "outbox.enqueue",
        "outbox.enqueue-rows",
        "outbox.drain-full",
    ]
    assert names_of("letters.double") == []


def test_without_a_name_it_says_which_there_are(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out

    assert all(name in said for names in GROUPS.values() for name in names)
    assert main(["nonsense"]) == 2


def test_the_people_of_the_corpus_have_names_that_the_form_takes():
    dice = random.Random(5)
    people = [names.a_person(dice, tongue=tongue) for tongue in names.TONGUES for _ in range(50)]

    assert len(names.TONGUES) >= 8
    for tongue in names.TONGUES.values():
        assert min(len(set(tongue.given)), len(set(tongue.family))) >= 40
    assert all(clean_name(person.name) for person in people)
    assert any(person.name != clean_name(person.name) for person in people)
