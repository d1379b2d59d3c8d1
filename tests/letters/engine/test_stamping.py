"""Stamping fills each hole of a shell with a line, or with where it begins, and refuses what it cannot set."""

import pytest

from letters.engine.alphabets import blocks_of
from letters.engine.compiling import canonical
from letters.engine.filing import form_of
from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.stamping import number, stamp
from letters.layouts import layout
from letters.rendering import render
from tests.letters.comparing import painted
from tests.letters.engine.shells import LETTERS, compiled, lines_of, shell_of, signed_by

MM = 96 / 25.4


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_its_pages_have_the_operators_that_weasyprint_writes(language):
    letter = signed_by(LETTERS[language], "AVATo O’Fficer", town="Leeds")
    shell = shell_of(language)
    ours = form_of(shell).file(stamp(shell, lines_of(letter)))
    assert painted(ours) == painted(render(letter).pdf)


def test_a_line_that_ends_at_an_edge_begins_where_its_width_says():
    shell = shell_of("de")
    edges = {name: slot.edge for name, slot in shell.slots.items() if slot.edge is not None}
    page = layout(LETTERS["de"]["layout"])
    assert set(edges) == {"place-1", "reference"}
    for edge in edges.values():
        assert edge == pytest.approx((page.details.left + page.details.width) * MM, abs=1e-9)
    lines = lines_of(LETTERS["de"])
    width = shell.setters["reference"].width(lines["reference"]) / UNITS
    assert f"1 0 0 -1 {number(edges['reference'] - width).decode()} ".encode() in stamp(shell, lines)[0]


def test_a_letter_with_other_slots_is_refused():
    shell, lines = shell_of("en"), lines_of(LETTERS["en"])
    assert stamp(shell, lines) != []
    for other in ({**lines, "name-2": "Silva"}, {name: lines[name] for name in lines if name != "name-1"}):
        with pytest.raises(CannotStamp, match="other slots than the shell"):
            stamp(shell, other)


def test_letters_that_its_fonts_do_not_hold_are_refused():
    shell, lines = compiled(LETTERS["en"], blocks=blocks_of("Leeds")), lines_of(LETTERS["en"])
    assert stamp(shell, {**lines, "name-1": "Bela"}) != []
    for name in ("Ольга", "Ελένη", "Thảo"):
        with pytest.raises(CannotStamp, match="does not have"):
            stamp(shell, {**lines, "name-1": name})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, b"0"),
        (12.0, b"12"),
        (-3.0, b"-3"),
        (0.5, b"0.5"),
        (718.1102362204725, b"718.110236"),
        (1.1000001, b"1.1"),
    ],
)
def test_numbers_are_written_as_pydyf_writes_them(value, written):
    assert number(value) == written


def test_kerns_of_zero_are_left_out_and_strings_are_as_long_as_can_be():
    assert canonical("<0035>0<0048>0<004f>19<0048>0") == "<00350048004f>19<0048>"
    assert canonical("<0035>69<0048>-20") == "<0035>69<0048>-20"
