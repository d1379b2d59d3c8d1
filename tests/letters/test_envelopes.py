"""What stands outside on a letter: the office and the reference, and no signer."""

import pytest

from letters.batching import Looks
from tests.letters.printing_world import (
    A4,
    C5,
    carry_on,
    chosen,
    read,
    ready_letters,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


def test_labels_and_envelopes_bear_the_office_and_the_reference_and_no_signer(appeal):
    letters = ready_letters(appeal, 15)
    looks = Looks(labels=True, envelopes="c5", return_address="Bread for all\nMill Lane 4\nLeeds")
    batch = chosen(looks=looks)
    carry_on()
    labels = read(batch, "labels")
    assert len(labels.pages) == 2
    assert [round(side, 3) for side in labels.pages[0].mediabox.upper_right] == list(A4)
    told = [" ".join(page.extract_text().split()) for page in labels.pages]
    assert told[0].count("Embassy of Kazakhstan in GB 1 Embassy Row") == 14
    assert told[1].count("Embassy of Kazakhstan in GB 1 Embassy Row") == 1
    envelopes = read(batch, "envelopes")
    assert len(envelopes.pages) == 15
    assert [round(side, 2) for side in envelopes.pages[0].mediabox.upper_right] == [
        round(each, 2) for each in C5
    ]
    first = words(batch, 0, "envelopes")
    reference = batch.rows.get(position=1).letter.reference
    assert (
        first
        == f"Bread for all Mill Lane 4 Leeds Embassy of Kazakhstan in GB 1 Embassy Row Capital AB1 2CD {reference}"
    )
    everything = " ".join([*told, *(page.extract_text() for page in envelopes.pages)])
    assert all(letter.frozen["signer"]["name"] not in everything for letter in letters)
    assert all(letter.reference in everything for letter in letters)


def test_what_staff_typed_is_inert_and_what_does_not_fit_is_said(appeal):
    ready_letters(appeal)
    hostile = "<img src='file:///etc/hostname'>\n{{ 1 }} \N{SMILING FACE WITH OPEN MOUTH}"
    batch = chosen(looks=Looks(envelopes="dl", return_address=hostile))
    carry_on()
    assert "<img src='file:///etc/hostname'> {{ 1 }} [U+1F603]" in words(batch, 0, "envelopes")
    long = chosen(also_printed=True, looks=Looks(envelopes="dl", return_address="A\n" * 60))
    carry_on()
    assert "The address does not fit here. Write it by hand." in words(long, 0, "envelopes")
