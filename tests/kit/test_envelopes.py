"""How many rows an address needs in a window."""

from kit.envelopes import most_rows, rows_of


def test_a_line_that_is_too_long_for_a_window_takes_two_rows():
    assert rows_of(["Embassy", "12 Row"]) == 2
    assert rows_of(["Representation of the Republic to the International Organisations"]) == 2


def test_american_windows_show_fewer_rows():
    assert (most_rows("US"), most_rows("CA"), most_rows("DE"), most_rows("")) == (6, 6, 7, 7)
