"""An address that no window shows is refused where somebody types it, and not when a letter is made."""

import pytest
from django.core.exceptions import ValidationError

from campaigns import correcting
from campaigns.models import Contact, Correction
from kit.refusals import Refused
from tests.people import NOW, an_embassy, dana

pytestmark = pytest.mark.django_db


def test_an_address_of_ten_lines_is_refused_at_its_field_and_not_when_the_letter_is_made() -> None:
    ten = "\n".join(f"Line {number}" for number in range(1, 11))
    contact = Contact(
        target=an_embassy(country="GB"), channel="post", address_lines=ten, city="London", postcode="SW1"
    )
    with pytest.raises(ValidationError) as told:
        contact.full_clean()
    assert told.value.message_dict["address_lines"] == [
        "The window of an envelope shows 7 rows of an address, this one needs 14 with the office's name, its town and the "
        "country. Join lines, or leave out what the post does not need."
    ]
    contact.address_lines = "Line 1\nLine 2"
    contact.full_clean()


def test_an_address_that_no_window_shows_is_not_accepted() -> None:
    long = {"address_lines": "\n".join("abcdefg"), "postcode": "AB1 2CD", "city": "Capital"}
    embassy = an_embassy(country="GB")
    post = embassy.contacts.get(channel="post")
    correcting.propose(target=embassy, about="post", contact=post, values=long, source="their page", now=NOW)
    correction = Correction.objects.open().get()
    with pytest.raises(Refused, match="shows 7 rows of an address, this one needs 11") as told:
        correcting.accept(correction=correction, reason="their page", checked=True, by=dana(), now=NOW)
    assert told.value.field == "address_lines"
    assert embassy.contacts.get(channel="post").address_lines == "1 Embassy Row"
