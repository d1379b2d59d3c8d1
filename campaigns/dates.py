"""Dates as far as a document gives them: a year, a month, a day, a range, before, after, or not at all."""

import calendar
import re
from datetime import date

from babel.dates import format_date, format_interval, format_skeleton
from django.db import models
from django.utils.translation import gettext, override

from kit.languages import long_date


class Precision(models.TextChoices):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    RANGE = "range"
    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


class Basis(models.TextChoices):
    STATED = "stated"
    INFERRED = "inferred"
    UNCLEAR = "unclear"


_PART = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def _span(text: str) -> tuple[date, date, str]:
    match = _PART.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a date like 2012, 2012-08 or 2012-08-02")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day), Precision.DAY
        if month:
            return (
                date(year, month, 1),
                date(year, month, calendar.monthrange(year, month)[1]),
                Precision.MONTH,
            )
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar") from error


def read_date(text: str) -> tuple[date | None, date | None, str]:
    """Return (first possible day, last possible day, precision) of `2012`, `2012-08`, `2012-08-02`,
    `2012-08/2012-10`, `before 2012-08`, `after 2012` or the empty text. ValueError names what is wrong.
    """
    text = text.strip()
    if not text:
        return None, None, Precision.UNKNOWN
    if text.startswith("before "):
        return None, _span(text[7:])[0], Precision.BEFORE
    if text.startswith("after "):
        return _span(text[6:])[1], None, Precision.AFTER
    if "/" in text:
        first, _, last = text.partition("/")
        start, end = _span(first)[0], _span(last)[1]
        if start > end:
            raise ValueError(f"{text!r} ends before it begins")
        return start, end, Precision.RANGE
    return _span(text)


def whole(first: date, last: date) -> str:
    """Babel's skeleton for a range of whole years or of whole months, or ""."""
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return ""
    return "y" if (first.month, last.month) == (1, 12) else "yMMMM"


def date_words(first: date | None, last: date | None, precision: str, language: str) -> str:
    """`2 August 2012`, `August 2012`, `2012`, `March – April 2020`, `between 24 April 2013 and 15 December 2021`."""
    with override(language):
        if precision == Precision.DAY and first:
            return long_date(first, language)
        if precision == Precision.MONTH and first:
            return format_skeleton("yMMMM", first, locale=language)
        if precision == Precision.YEAR and first:
            return format_date(first, "y", locale=language)
        if precision == Precision.RANGE and first and last and (skeleton := whole(first, last)):
            # A document that names months did not name their first and last days.
            return format_interval(first, last, skeleton, locale=language)
        if precision == Precision.RANGE and first and last:
            return gettext("between %(first)s and %(last)s") % {
                "first": long_date(first, language),
                "last": long_date(last, language),
            }
        if precision == Precision.BEFORE and last:
            return gettext("before %(day)s") % {"day": long_date(last, language)}
        if precision == Precision.AFTER and first:
            return gettext("after %(day)s") % {"day": long_date(first, language)}
        return gettext("date not known")
