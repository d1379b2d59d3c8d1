"""What the numbers of a report are called and how they are drawn: the same on the page, in the PDF, at the desk, in the CSV."""

from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _

from kit.languages import country_name, long_date, long_moment
from letters import charts
from letters.handover_words import Table, counts
from letters.small_numbers import SMALLEST
from reports.partner_report import AppealReport, PartnerReport

DAY = timedelta(days=1)


def told(report: PartnerReport, language: str) -> dict[str, Any]:
    """Context of templates/reports/_report.html. `language` must be the active one."""
    counted = _("Counted until %(moment)s (UTC).") % {"moment": long_moment(report.counted_at, language)}
    tabled = _("Days and countries are counted until the end of %(day)s (UTC).")
    both = f"{counted} {tabled % {'day': long_date(report.until, language)}}"
    return {
        "report": report,
        "counted_until": counted,
        "counts": counts(report.totals),
        "appeals": [
            {
                "of": one,
                "counts": counts(one.totals),
                "tables": tables(one, language),
                "counted_until": both,
            }
            for one in report.appeals
        ],
    }


def tables(one: AppealReport, language: str) -> list[Table]:
    return [_per_day(one, language), _per_country(one, language)]


def _per_day(one: AppealReport, language: str) -> Table:
    """The chart has every day from the first that is shown, so that time runs evenly; the table those with a number."""
    title = _("Signatures per day")
    rows = [(long_date(day, language), many) for day, many in one.days]
    if one.other_days:
        rows.append((_("Other days"), one.other_days))
    note = _(
        "Days with fewer than %(smallest)d signatures are counted together, so that nobody is found by them."
    )
    return Table(
        title,
        (_("Day"), _("Signatures")),
        rows,
        charts.columns(_each_day(one.days, language), title=title) if one.days else "",
        note % {"smallest": SMALLEST} if one.other_days else "",
    )


def _each_day(days: list[tuple[date, int]], language: str) -> list[tuple[str, int]]:
    found = dict(days)
    first, last = days[0][0], days[-1][0]
    each = [first + number * DAY for number in range((last - first).days + 1)]
    return [(format_date(day, "d MMM", locale=language), found.get(day, 0)) for day in each]


def _per_country(one: AppealReport, language: str) -> Table:
    title = _("Signatures per country")
    rows = [(country_name(code, language), many) for code, many in one.countries.shown]
    # Of a country alone, or of several that are all hidden: how many they are is the number above.
    chart = charts.bars(rows, title=title) if rows else ""
    if one.countries.others:
        rows.append((_("Other countries"), one.countries.others))
    note = _(
        "Countries with fewer than %(smallest)d signatures are counted together, so that nobody is found by them."
    )
    return Table(
        title,
        (_("Country"), _("Signatures")),
        rows,
        chart,
        note % {"smallest": SMALLEST} if one.countries.others else "",
    )
