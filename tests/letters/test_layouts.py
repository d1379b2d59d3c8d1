"""The layouts as data: each one is described where people look, and each country's offices get one that exists."""

import re
from pathlib import Path

import pytest

from appeals.merging import LAYOUTS, USUAL_LAYOUT, layout_for
from letters.layouts import Layout, UnknownLayout, known, layout
from tests.letters.measuring import touches

DOCS = Path(__file__).resolve().parents[2] / "docs" / "letters.md"
every_layout = pytest.mark.parametrize("page", known().values(), ids=list(known()))


def rounded(*numbers: float) -> tuple[str, ...]:
    return tuple(f"{round(number + 1e-9, 1):g}" for number in numbers)


def test_the_table_in_the_docs_has_every_layout_with_its_numbers():
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| ([\d.]+)/([\d.]+), ([\d.]+) × ([\d.]+) \| ([\d.]+)/([\d.]+), ([\d.]+) × ([\d.]+) \|$",
        DOCS.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    boxes = {
        name: rounded(*(getattr(box, edge) for box in (page.window, page.address) for edge in EDGES))
        for name, page in known().items()
    }
    assert {name: tuple(numbers) for name, *numbers in rows} == boxes


EDGES = ("left", "top", "width", "height")


@every_layout
def test_address_and_return_line_stand_in_the_window_and_all_else_beside_it(page: Layout):
    boxes = [page.address, *([page.sender] if page.sender_is == "line" else [])]
    for box in boxes:
        assert page.window.left <= box.left
        assert box.right <= page.window.right
        assert page.window.top <= box.top
        assert box.bottom <= page.window.bottom
    assert not touches(page.details, page.window)
    assert page.sender_is == "line" or not touches(page.sender, page.window)
    assert not touches(page.details, page.sender)
    assert not any(touches(zone, box) for zone in page.keep_empty for box in (page.address, page.sender))
    assert max(page.window.bottom, page.details.bottom) < page.text_top
    assert all(page.window.bottom <= mark for mark in page.fold_marks)


@pytest.mark.parametrize(
    ("countries", "name"),
    [
        ("DE AT KZ", "din5008b"),
        ("CH LI", "swiss_right"),
        ("FR MC BE", "french"),
        ("GB IE JE", "uk_dl"),
        ("US CA", "us_10"),
    ],
)
def test_a_country_s_offices_get_the_layout_of_its_stationers(countries: str, name: str):
    assert {layout_for(country) for country in countries.split()} == {name}
    assert layout_for("") == "din5008b"


def test_every_layout_that_a_country_has_exists():
    assert {*LAYOUTS.values(), USUAL_LAYOUT} <= set(known())
    with pytest.raises(
        UnknownLayout, match=r"There is no layout 'napkin'\. Known: din5008a, din5008b, french,"
    ):
        layout("napkin")
