"""Long and odd names, towns, addresses and texts: each fits by the rule of docs/letters.md, or is refused with its field."""

from typing import Any

import pytest

from letters.layouts import known, layout
from letters.rendering import RenderedLetter, RenderError, render
from letters.slots import MOST_LINES
from tests.letters.measuring import Word, inside, overlapping, text_of, words_on_page
from tests.letters.samples import ENGLISH
from tests.letters.samples_more import EVERY

every_layout = pytest.mark.parametrize("name", sorted(known()))
WORD = "Wolfeschlegelsteinhausenbergerdorff"
NAMES = {
    "a hundred letters": "Aurélie-Marguerite Němcová " * 3 + "Aurélie Žižková-Åse",
    "one word of a hundred letters": (WORD * 3)[:100],
    "the widest letter a hundred times": "W" * 100,
    "one letter": "Å",
    "combining marks": "Ǹ̈á̧mé̱ Ọ̀ọ́",
    "Cyrillic": "Ґалина Їжакевич-Ёлкина",
    "Greek": "Ευτυχία Παπαδοπούλου",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
}


def signed(layout_name: str, *, language: str = "de", **changes: Any) -> dict[str, Any]:
    letter = EVERY[language]
    signer = {**letter["signer"], "address_lines": [], **changes}
    parts = [signer["name"], *signer["address_lines"], signer["town"], signer["country_name"]]
    return {**letter, "layout": layout_name, "signer": signer, "sender_line": ", ".join(filter(None, parts))}


def all_on_the_page(made: RenderedLetter, layout_name: str) -> list[Word]:
    page = layout(layout_name)
    words = words_on_page(made.pdf)
    assert overlapping(words) == []
    assert max(word.box.right for word in words) <= page.width - page.right + 0.4
    assert min(word.box.left for word in words) >= page.left - 0.4
    return words


@every_layout
@pytest.mark.parametrize("what", NAMES)
def test_any_name_stands_whole_where_sender_and_signature_are(name, what):
    made = render(signed(name, name=NAMES[what]))
    words = all_on_the_page(made, name)
    assert text_of(made.pdf).replace(" ", "").count(NAMES[what].replace(" ", "")) == 2
    page = layout(name)
    # Marks above a letter make Poppler's box of its word higher than the line that it stands in.
    sent = "".join(word.text for word in words if inside(word.box, page.sender, slack=2.5))
    assert NAMES[what].replace(" ", "") in sent
    assert made.pages == 1


@every_layout
def test_a_long_town_and_address_are_broken_and_stay_in_their_places(name):
    town = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch und Umgebung am Ufer der Menai"
    made = render(
        signed(name, town=town, address_lines=["Straße der Menschenrechte und des Friedens 123a"] * 3)
    )
    words = all_on_the_page(made, name)
    page = layout(name)
    details = " ".join(word.text for word in words if inside(word.box, page.details))
    assert details.replace(" ", "").startswith(town.replace(" ", ""))
    home = [word.text for word in words if word.box.top > page.text_top and word.text.startswith("Straße")]
    assert len(home) == MOST_LINES


@every_layout
def test_without_a_town_the_date_stands_alone(name):
    made = render(signed(name, language="en", town=""))
    details = [word.text for word in words_on_page(made.pdf) if inside(word.box, layout(name).details)]
    assert details == ["22", "November", "2026", "Reference", "OC-7F3K-92QD"]
    assert ", ," not in text_of(made.pdf)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (
            {"address_lines": ["A very long line of an address that goes on and on and on"] * 12},
            "sender_line",
        ),
        ({"town": "Llanfair " * 60}, "signer.town"),
    ],
)
def test_what_no_rule_fits_is_refused_with_its_field(changes, field):
    with pytest.raises(RenderError, match="It is too long for") as caught:
        render(signed("din5008b", **changes))
    assert caught.value.field in {field, "sender_line"}


def test_a_demand_of_two_thousand_characters_is_printed_whole():
    demand = "to free all who were sentenced for speaking; " * 45
    made = render({**ENGLISH, "paragraphs": ["I ask:"], "demands": [demand[:2000], "to answer."]})
    assert made.pages == 1
    assert demand[:2000].strip() in text_of(made.pdf)
    assert overlapping(words_on_page(made.pdf)) == []


def test_a_word_without_an_end_is_broken_at_the_margin():
    address = "https://outcry.example/" + "a" * 200
    made = render({**ENGLISH, "paragraphs": [address], "own_words": address})
    all_on_the_page(made, "uk_dl")
    assert text_of(made.pdf).replace(" ", "").count(address) == 2
