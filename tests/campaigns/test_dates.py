"""Dates as far as a source gives them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.dates import date_words, read_date
from campaigns.models import Event
from tests.campaigns.cases import case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012-08-02", (date(2012, 8, 2), date(2012, 8, 2), "day")),
        ("2012-02", (date(2012, 2, 1), date(2012, 2, 29), "month")),
        ("2019", (date(2019, 1, 1), date(2019, 12, 31), "year")),
        ("2020-03/2020-04", (date(2020, 3, 1), date(2020, 4, 30), "range")),
        ("before 2022-01", (None, date(2022, 1, 1), "before")),
        ("after 2019", (date(2019, 12, 31), None, "after")),
        ("", (None, None, "unknown")),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_given(text: str, expected: tuple) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize("text", ["2012-13", "2011-02-30", "2012-08/2011-01", "last week", "12.8.2012"])
def test_an_impossible_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_date(text)
    assert text.split("/")[0] in str(refused.value)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2012-08-02", "en", "2 August 2012"),
        ("2012-08-02", "de", "2. August 2012"),
        ("2011-12", "en", "December 2011"),
        ("2019", "ru", "2019"),
        ("2013-04-24/2021-12-15", "en", "between 24 April 2013 and 15 December 2021"),
        ("2020-03/2020-04", "en", "March\u2009\u2013\u2009April 2020"),
        ("2020-03/2020-04", "de", "März\u2013April 2020"),
        ("2019/2020", "ru", "2019\u20132020"),
        ("", "en", "date not known"),
    ],
)
def test_a_date_is_told_in_words(text: str, language: str, words: str) -> None:
    assert date_words(*read_date(text), language) == words


@pytest.mark.django_db
def test_half_a_date_never_reaches_the_database() -> None:
    about = case()
    wrong = [
        {"precision": "day", "date_from": date(2012, 8, 2)},
        {"precision": "day", "date_from": date(2012, 8, 2), "date_to": date(2012, 8, 3)},
        {"precision": "unknown", "date_from": date(2012, 8, 2)},
        {"precision": "range", "date_from": date(2012, 8, 2), "date_to": date(2012, 8, 1)},
        {"precision": "before", "date_from": date(2012, 8, 2)},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.create(case=about, text="x", **fields)


@pytest.mark.django_db
def test_bela_types_any_day_of_the_month_and_the_row_keeps_the_whole_month() -> None:
    event = Event(case=case(), text="x", precision="month", date_from=date(2011, 12, 16))
    event.full_clean()
    event.save()
    assert (event.date_from, event.date_to) == (date(2011, 12, 1), date(2011, 12, 31))


def test_bela_is_told_at_the_field_what_a_range_lacks() -> None:
    with pytest.raises(ValidationError) as refused:
        Event(text="x", precision="range", date_from=date(2011, 12, 16)).clean()
    assert list(refused.value.message_dict) == ["date_to"]
