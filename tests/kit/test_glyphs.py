"""What the fonts of letters draw, and what stands there instead of what they do not."""

import pytest

from kit.fonts import SMALL, TEXT
from kit.glyphs import in_print, missing


@pytest.mark.parametrize("drawn", ["Nguyễn Văn Ánh", "Әуез Мұхтар", "محمد علی", "N'Diaye", "[…]", ""])
def test_what_can_be_drawn_stays_as_it_was_typed(drawn):
    assert in_print(drawn) == drawn


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ნინო Okafor", "Nino Okafor"),
        ("Նարինե", "Narine"),
        ("देवी शर्मा", "Devi Srma"),
        ("李小龍", "LiXiaoLong"),
        ("Zoë 🕊", "Zoë"),
    ],
)
def test_what_cannot_is_written_in_latin_letters_word_by_word(typed, printed):
    assert in_print(typed) == printed
    assert missing(printed, TEXT) == missing(printed, SMALL) == ""
