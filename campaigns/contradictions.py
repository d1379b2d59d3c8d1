"""What cannot be true together: an event after a death, a release before every arrest, two current statuses at once.

Only certain contradictions count: dates are compared by the first and the last day that they can be, so that
"2012" and "May 2012" never contradict each other. Groups are not checked: their members fare differently.
"""

from collections.abc import Iterable
from datetime import date

from campaigns.custody import HELD
from campaigns.dates import Precision
from campaigns.models import Beneficiary, Event, StatusRecord
from campaigns.states import Status
from kit.refusals import Refused

FREE = frozenset({Status.RELEASED, Status.AMNESTIED, Status.CLEARED})
# Inquiries, protests and verdicts that clear a name go on after a death.
AFTER_DEATH = frozenset({Status.DIED, Status.CLEARED})
ONLY_ALIVE = frozenset(
    {
        Event.Kind.ARREST,
        Event.Kind.CHARGE,
        Event.Kind.TRIAL,
        Event.Kind.PRISON,
        Event.Kind.ILL_TREATMENT,
        Event.Kind.HEALTH,
        Event.Kind.THREAT,
        Event.Kind.RELEASE,
    }
)
Told = StatusRecord | Event


def check_status(record: StatusRecord, *, today: date) -> None:
    """Raise Refused, with its field, for what the other claims about this person rule out. Two queries."""
    _check_days(record, today)
    if record.beneficiary.kind == Beneficiary.Kind.GROUP:
        return
    statuses = list(record.beneficiary.statuses.exclude(pk=record.pk))
    events = list(record.beneficiary.events.all())
    if record.status == Status.DIED:
        told: list[Told] = [*statuses, *events]
        later = [one for one in told if _needs_life(one) and _first(one) > _last(record)]
        for one in later[:1]:
            raise Refused(
                f"“{one}” ({one.date_words()}) is after this death. One of the two dates is wrong.",
                field="date_from",
            )
    elif _needs_life(record):
        _check_alive(record, statuses)
    if record.status == Status.RELEASED:
        _check_release(record, statuses, events)
    _check_one_current(record, statuses)


def check_event(event: Event) -> None:
    """Raise Refused, with its field, for what the statuses of this person rule out. Two queries."""
    person = event.beneficiary
    if person is None or person.kind == Beneficiary.Kind.GROUP:
        return
    statuses = list(person.statuses.all())
    if _needs_life(event):
        _check_alive(event, statuses)
    if event.kind == Event.Kind.RELEASE:
        _check_release(event, statuses, list(person.events.exclude(pk=event.pk)))


def _check_days(record: StatusRecord, today: date) -> None:
    if record.date_from and record.date_from > today:
        raise Refused("This day has not come yet.", field="date_from")
    if record.as_of and record.as_of > today:
        raise Refused("No source can vouch for a day that has not come yet.", field="as_of")
    if record.as_of and record.as_of < _first(record):
        raise Refused("No source can vouch up to a day before this began.", field="as_of")


def _check_alive(claim: Told, statuses: Iterable[StatusRecord]) -> None:
    for death in statuses:
        if death.status == Status.DIED and _first(claim) > _last(death):
            raise Refused(
                f"{death.beneficiary} died ({death.date_words()}). This is after it: correct one of the two dates.",
                field="date_from",
            )


def _check_release(claim: Told, statuses: Iterable[StatusRecord], events: Iterable[Event]) -> None:
    arrests: list[Told] = [one for one in statuses if one.status in HELD]
    arrests += [one for one in events if one.kind == Event.Kind.ARREST]
    if arrests and all(_last(claim) < _first(one) for one in arrests):
        first = min(arrests, key=_first)
        raise Refused(
            f"This release is before the first arrest that is recorded ({first.date_words()})."
            " Record the arrest that it ended first.",
            field="date_from",
        )


def _check_one_current(record: StatusRecord, statuses: list[StatusRecord]) -> None:
    day = _exact_day(record)
    if day is None or any((other.as_of or other.latest_day or date.min) > day for other in statuses):
        return
    for other in statuses:
        if _exact_day(other) == day and {_place(record), _place(other)} == {"held", "free"}:
            raise Refused(
                f"On this day {other.beneficiary} is recorded as {other.get_status_display().lower()} already, and"
                " nobody has two current statuses at once. Correct one of the two records.",
                field="status",
            )


def _needs_life(claim: Told) -> bool:
    return claim.status not in AFTER_DEATH if isinstance(claim, StatusRecord) else claim.kind in ONLY_ALIVE


def _place(record: StatusRecord) -> str:
    return "held" if record.status in HELD else "free" if record.status in FREE else ""


def _exact_day(record: StatusRecord) -> date | None:
    return record.as_of or (record.date_from if record.precision == Precision.DAY else None)


def _first(claim: Told) -> date:
    return claim.date_from or date.min


def _last(claim: Told) -> date:
    return claim.date_to or date.max
