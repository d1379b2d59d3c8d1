"""What the numbers of a handover mean, in sentences, tables and charts: the same in the PDF, at the desk and for partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit.languages import country_name, long_date, long_moment
from letters import charts
from letters.handover_numbers import handed_over
from letters.models import Handover
from letters.signatories import Counted
from letters.small_numbers import SMALLEST

LONG = 10


@dataclass(frozen=True)
class Table:
    """`head`: what the rows are, and what is counted. `chart` shows the same numbers; empty where there are none."""

    title: str
    head: tuple[str, str]
    rows: Sequence[tuple[str, int]]
    chart: SafeString | str
    note: str = ""

    @property
    def is_long(self) -> bool:
        """Longer than a screen: folded on pages, where the chart tells as much; never on paper."""
        return len(self.rows) > LONG


def counts(totals: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """(how many, of what, in a sentence what that means). None of them is a part of another."""
    paper = [
        (
            totals["on_paper"],
            _("signatures on paper"),
            _("Each stands on a sheet that was signed by hand, and was keyed in from it."),
        )
    ]
    return [
        (
            totals["confirmed"],
            _("signatures confirmed"),
            _("Each was confirmed from a mailbox of the person who signed."),
        ),
        *(paper if totals["on_paper"] else []),
        (
            totals["accepted"],
            _("letters accepted by the office's mail server"),
            _("Single letters that have gone out by mail. Whether they were read is not known to us."),
        ),
        (
            totals["posted"],
            _("letters posted on paper"),
            _("Single letters that have gone out by post."),
        ),
        (
            totals["self_sent"],
            _("sent by signers themselves"),
            _("Single letters of which the people who wrote them told us that they sent them."),
        ),
    ]


def per_week(totals: Mapping[str, Any], language: str) -> Table:
    days = [(date.fromisoformat(day), many) for day, many in totals["weeks"]]
    title = _("Signatures per week")
    drawn = [(format_date(day, "d MMM", locale=language), many) for day, many in days]
    return Table(
        title,
        (_("Week from"), _("Signatures")),
        [(long_date(day, language), many) for day, many in days],
        charts.columns(drawn, title=title) if days else "",
    )


def per_country(totals: Mapping[str, Any], language: str) -> Table:
    title = _("Signatures per country")
    rows = [(country_name(code, language), many) for code, many in totals["countries"]]
    if totals["others"]:
        rows.append((_("Other countries"), totals["others"]))
    note = _(
        "Countries with fewer than %(smallest)d signatures are counted together, so that nobody is found by them."
    )
    return Table(
        title,
        (_("Country"), _("Signatures")),
        rows,
        charts.bars(rows, title=title) if rows else "",
        note % {"smallest": SMALLEST} if totals["others"] else "",
    )


def list_counts(counted: Counted, gone: int) -> list[tuple[str, int]]:
    """What has become of all signatures in the list, the first line always; together they are those of the cut-off."""
    lines = [
        (_("Named in the signatory list, as they chose"), counted.listed),
        (_("Only counted, as they chose"), counted.only_counted),
        (_("Counted without a name, because nobody has passed their entry"), counted.unread),
        (_("Taken back since the cut-off, and in the list no more"), gone),
    ]
    return [line for line in lines if line[1] or line is lines[0]]


def counted_in_list(handover: Handover) -> list[tuple[str, int]]:
    """The same of a handover that was made."""
    return list_counts(Counted(handover.listed, handover.only_counted, handover.unread), handover.gone)


def gone_since(handover: Handover) -> int:
    """How many have taken their signature back since its files were made. One statement."""
    then = handover.listed + handover.only_counted + handover.unread
    return max(then - handed_over(handover.appeal_id, handover.cut_off).count(), 0)


def counted_until(handover: Handover, language: str) -> str:
    return _("Counted until %(moment)s (UTC).") % {"moment": long_moment(handover.cut_off, language)}


def numbers(handover: Handover, language: str) -> dict[str, Any]:
    """Context of templates/letters/_numbers.html. `language` must be the active one."""
    return {
        "counts": counts(handover.totals),
        "counted_until": counted_until(handover, language),
        "tables": [per_week(handover.totals, language), per_country(handover.totals, language)],
    }


def first_words() -> str:
    """What the cover letter says until somebody says it better, in the active language."""
    return _(
        "On behalf of all who signed we hand over to you the signatures under this appeal. The pages behind this letter "
        "say what they ask for, how many have signed, and the names of those who want to be named.\n\nPlease pass the "
        "demands on to your government, and tell us what it answers."
    )
