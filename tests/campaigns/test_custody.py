"""Days held are counted only from what sources say: at least so many, never more than they prove."""

from datetime import date
from typing import Any

from campaigns.custody import periods, total_words
from campaigns.models import Event, StatusRecord


def record(status: str, first: date | None = None, last: date | None = None, **more: Any) -> StatusRecord:
    return StatusRecord(status=status, date_from=first, date_to=last, **more)


def day(*parts: int) -> tuple[date, date]:
    return date(*parts), date(*parts)


def test_from_the_day_of_detention_to_the_last_source() -> None:
    held = record("imprisoned", *day(2021, 12, 15), as_of=date(2022, 1, 14))
    assert total_words(periods([held])) == (
        "at least 30 days, from 15 December 2021 to 14 January 2022, as of the last source"
    )


def test_uncertain_dates_give_the_shortest_time_that_is_certain() -> None:
    held = record("detained", date(2012, 1, 1), date(2012, 12, 31))
    freed = record("released", date(2013, 2, 1), date(2013, 2, 28))
    assert total_words(periods([freed, held])) == "at least 32 days, from 31 December 2012 to 1 February 2013"


def test_two_times_in_prison_are_added() -> None:
    told = [
        record("detained", *day(2012, 1, 1)),
        record("released", *day(2012, 1, 11)),
        record("detained", *day(2013, 1, 1)),
        record("transferred", *day(2013, 1, 6)),
    ]
    assert total_words(periods(told)) == (
        "at least 15 days in all: at least 10 days, from 1 January 2012 to 11 January 2012; "
        "at least 5 days, from 1 January 2013 to 6 January 2013, as of the last source"
    )


def test_an_arrest_begins_it() -> None:
    arrest = Event(kind="arrest", date_from=date(2011, 12, 16), date_to=date(2011, 12, 16))
    assert str(periods([record("died", *day(2011, 12, 19))], [arrest])[0]).startswith("at least 3 days")


def test_a_release_on_the_day_of_the_arrest_is_no_day() -> None:
    told = [record("released", *day(2011, 12, 16)), record("detained", *day(2011, 12, 16))]
    assert [one.days for one in periods(told)] == [0]


def test_an_end_before_some_day_proves_nothing_beyond_the_last_proof_of_detention() -> None:
    told = [record("detained", *day(2011, 12, 16)), record("released", None, date(2012, 5, 1))]
    assert [(one.days, one.ended) for one in periods(told)] == [(0, True)]


def test_without_dates_nothing_is_counted() -> None:
    assert total_words(periods([record("imprisoned"), record("charged", *day(2012, 1, 1))])) == ""
