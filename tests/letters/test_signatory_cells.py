"""Each name has its cell, or several: it is set smaller, then goes on, and is never cut."""

from hypothesis import given
from hypothesis import strategies as st

from kit.fonts import TEXT
from kit.glyphs import width
from letters.signatory_cells import CELLS, Cell, Pressed, broken, entries, pages

LONG = "Maria da Conceição dos Santos Albuquerque de Vasconcelos e Sá"
WIDEST = 21.4  # em at full size


class Wide:
    """Says of every line how wide it is, and sets it."""

    def __init__(self, **pixels):
        self.pixels = pixels

    def set(self, text, *, is_small):
        return f"<{text}>", self.pixels["small" if is_small else "full"]


def one(name, town="", setting=None):
    return next(entries([(7, name, town)], setting or Pressed()))


def test_a_name_stands_in_one_cell_with_its_town():
    assert one("Amara Okafor", "Leeds") == [Cell("7", "Amara Okafor, Leeds", False)]


def test_a_wide_name_is_set_smaller_and_a_wider_one_goes_on():
    smaller, goes_on = one(LONG[:44]), one(LONG, "Kraków")

    assert [(cell.number, cell.is_small) for cell in smaller] == [("7", True)]
    assert [(cell.number, cell.is_small) for cell in goes_on] == [("7", True), ("", True)]
    assert " ".join(cell.text for cell in goes_on) == f"{LONG}, Kraków"


def test_what_is_set_is_measured_by_its_setter():
    assert one("Amara", setting=Wide(full=260, small=1)) == [Cell("7", "Amara", False, "<Amara>")]
    assert one("Amara", setting=Wide(full=261, small=260)) == [Cell("7", "Amara", True, "<Amara>")]


def test_a_name_without_blanks_is_broken_between_graphemes():
    name = "e\u0301" * 100
    cells = one(name)

    assert "".join(cell.text for cell in cells) == name
    assert all(cell.text[0] == "e" for cell in cells)


def test_a_comma_begins_no_line():
    assert all(not cell.text.startswith(",") for cell in one("W" * 29, "Leeds") + one("W" * 58, "Leeds"))


@given(st.text(alphabet="abc WÄЖم", min_size=1, max_size=120))
def test_a_broken_line_is_all_there_and_each_part_fits(line):
    line = " ".join(line.split())
    parts = broken(line)

    assert "".join(parts).replace(" ", "") == line.replace(" ", "")
    assert all(width(part, TEXT) * 0.8 <= WIDEST for part in parts)


@given(st.lists(st.integers(1, 7), max_size=300))
def test_pages_are_filled_in_order_and_to_their_last_cell(sizes):
    filled = [
        [Cell(str(number), f"{number}.{part}", False) for part in range(size)]
        for number, size in enumerate(sizes)
    ]
    made = list(pages(filled))
    per_page = [sum(len(entry) for entry in page) for page in made]

    assert [cell for page in made for entry in page for cell in entry] == [
        cell for entry in filled for cell in entry
    ]
    assert all(count == CELLS for count in per_page[:-1])
    assert all(0 < count <= CELLS for count in per_page)
    assert all(entry for page in made for entry in page)
