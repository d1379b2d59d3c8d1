"""A report for spreadsheets: one number in a row, UTF-8 with a byte order mark, CRLF (RFC 4180), nothing that a spreadsheet runs."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kit.languages import country_name
from kit.spreadsheets import neutral
from letters.handover_words import counts
from reports.partner_report import AppealReport, PartnerReport

Row = tuple[Any, ...]


def as_csv(report: PartnerReport, language: str) -> bytes:
    """`appeal, what, which, number`; days as ISO 8601, so that they sort. `language` must be the active one."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow((_("Appeal"), _("Of what"), "", _("Number")))
    for one in report.appeals:
        for row in _rows(one, language):
            rows.writerow(tuple(neutral(cell) for cell in (one.title, *row)))
    return BOM_UTF8 + file.getvalue().encode()


def _rows(one: AppealReport, language: str) -> Iterator[Row]:
    for many, what, _meaning in counts(one.totals):
        yield what, "", many
    yield _("Answers of offices"), "", len(one.answers)
    per_day, per_country = _("Signatures per day"), _("Signatures per country")
    for day, many in one.days:
        yield per_day, day.isoformat(), many
    if one.other_days:
        yield per_day, _("Other days"), one.other_days
    for code, many in one.countries.shown:
        yield per_country, country_name(code, language), many
    if one.countries.others:
        yield per_country, _("Other countries"), one.countries.others
