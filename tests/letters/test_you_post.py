"""Amara posts her letter herself: how it is folded so that the address shows, what it weighs, what her post asks for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from letters.folding import folding_of
from letters.layouts import Box, layout
from letters.models import LetterPdf, PostageHint
from letters.you_post import you_post
from tests import people
from tests.letters.factories import ready_letters

LAYOUTS = ("din5008b", "uk_dl")


def hint(**changes: object) -> PostageHint:
    usual = {"country": "GB", "grams": 100, "product": "Letter", "price": Decimal("1.70"), "currency": "GBP"}
    return PostageHint.objects.create(**{**usual, "as_of": date(2026, 11, 1), **changes})


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_folded_sheet_fits_the_envelope_and_the_address_its_window(name):
    folding = folding_of(layout(name))
    wide, high = folding.envelope
    edges = [0.0, *folding.folds, folding.sheet[1]]
    assert max(after - before for before, after in pairwise(edges)) <= high
    assert folding.sheet[0] <= wide
    window = folding.window
    assert (window.left > 0, window.top > 0, window.right < wide, window.bottom < high) == (True,) * 4
    for bar in folding.bars_in_window:
        assert window.left <= bar.left < bar.right <= window.right
        assert window.top <= bar.top < bar.bottom <= window.bottom
    for bar in folding.bars:
        assert folding.address.top <= bar.top < bar.bottom <= folding.address.bottom
    assert (folding.has_marks, folding.is_a4, folding.is_left) == (True, True, True)


def test_a_layout_without_marks_is_folded_into_three_equal_parts():
    bare = replace(layout("din5008b"), fold_marks=(), window=Box(100, 45, 100, 45))
    folding = folding_of(bare)
    assert (folding.folds, folding.has_marks, folding.is_left) == ((99.0, 198.0), False, False)
    american = folding_of(replace(bare, width=215.9, height=279.4))
    assert (american.is_a4, american.envelope) == (False, (241.3, 104.8))


@pytest.mark.django_db
def test_the_cheapest_that_carries_it_is_said_and_nothing_where_staff_entered_nothing(appeal):
    signature = people.amara_confirms(appeal)
    found = you_post(signature, signature.agreed)
    assert (found.sheets, found.grams, found.hint, found.letter) == (1, 10, None, None)
    for other in ({"is_abroad": True}, {"country": "DE"}, {"grams": 5}):
        hint(**other)
    assert you_post(signature, signature.agreed).hint is None
    dear, cheap = hint(grams=250, price=Decimal("2.60")), hint()
    assert you_post(signature, signature.agreed).hint == cheap
    cheap.delete()
    assert you_post(signature, signature.agreed).hint == dear


@pytest.mark.django_db
def test_what_has_two_sheets_weighs_more(appeal):
    (letter,) = ready_letters(appeal)
    LetterPdf.objects.update(pages=2)
    found = you_post(letter.signature, letter.signature.agreed)
    assert (found.sheets, found.grams, found.letter) == (2, 15, letter)


@pytest.mark.django_db
def test_without_a_postal_address_there_is_nothing_to_post(appeal):
    agreed = people.amara_confirms(appeal).agreed
    nowhere = {**agreed, "recipient": {**agreed["recipient"], "address_lines": []}}
    assert you_post(people.amara_signs(appeal, email="ama@example.org"), nowhere) is None
    assert (
        you_post(people.amara_signs(appeal, email="ama@example.org"), {**agreed, "layout": "papyrus"}) is None
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [("country", "UKX"), ("country", "1A"), ("currency", "€")])
def test_codes_that_are_none_are_named_at_their_field(field, value):
    wrong = hint()
    setattr(wrong, field, value)
    with pytest.raises(ValidationError) as caught:
        wrong.clean()
    assert list(caught.value.message_dict) == [field]
