"""Which spellings reach Amara's mailbox, and which are somebody else's."""

import pytest
from django.core.exceptions import ValidationError

from kit.mailboxes import folded, mailbox_index, normal


@pytest.mark.parametrize(
    "spelling",
    [
        "amara@gmail.com",
        "A.Mara@gmail.com",
        " amara+bread@gmail.com ",
        "AMARA@GOOGLEMAIL.COM",
        "a.m.a.r.a+x+y@googlemail.com",
    ],
)
def test_spellings_of_one_box_are_one(spelling):
    assert folded(spelling) == "amara@gmail.com"
    assert mailbox_index(spelling) == mailbox_index("amara@gmail.com")


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("a.mara@example.org", "a.mara@example.org"),  # dots count where nobody says that they do not
        ("+amara@example.org", "+amara@example.org"),  # a tag of nothing is a name
        ("amara@xn--bcher-kva.example", "amara@bücher.example"),
        ("Amara@BÜCHER.example", "amara@bücher.example"),
        ("zo\u0065\u0308@example.org", "zo\u00eb@example.org"),
        ("not an address", "not an address"),
        ("amara@xn--a", "amara@xn--a"),
    ],
)
def test_what_is_folded_and_what_is_not(address, box):
    assert folded(address) == box


def test_folding_again_changes_nothing():
    for address in ("A.B+c@Gmail.com", "İpek+x@örnek.example", "a@b@c.example", "++@x.example"):
        assert folded(folded(address)) == folded(address)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Amara@Example.ORG ", "amara@example.org"),
        ("amara+bread@example.org", "amara+bread@example.org"),
        ("amara@xn--bcher-kva.example", "amara@bücher.example"),
    ],
)
def test_an_address_is_kept_as_it_is_mailed(typed, kept):
    assert normal(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "amara", "amara@", "amara@example", "a b@example.org", "a@b@example.org"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError, match="This is not a mail address"):
        normal(typed)
