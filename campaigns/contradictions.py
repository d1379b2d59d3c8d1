"""What cannot be true together: an event after a death, a release before every arrest, two current statuses at once.

Only certain contradictions count: dates are compared by the first and the last day that they can be, so that
"2012" and "May 2012" never contradict each other. Groups are not checked: their members fare differently.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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


def check(claim: Told, *, today: date) -> None:
    """Raise Refused, with its field, for what the other claims about this person rule out. At most two queries."""
    person = claim.beneficiary
    _check(claim, person.statuses.all() if person else (), person.events.all() if person else (), today)


def found_among(
    *, status_ids: Iterable[int], event_ids: Iterable[int], today: date
) -> Iterator[tuple[Told, Refused]]:
    """Yield each of these saved claims that others rule out, with why. Two queries, however many claims.

    For the loader of seeds, which saves all of them before it asks.
    """
    wanted = {StatusRecord: set(status_ids), Event: set(event_ids)}
    told: dict[int | None, tuple[list[StatusRecord], list[Event]]] = defaultdict(lambda: ([], []))
    for record in StatusRecord.objects.select_related("beneficiary"):
        told[record.beneficiary_id][0].append(record)
    for event in Event.objects.select_related("beneficiary"):
        told[event.beneficiary_id][1].append(event)
    for statuses, events in told.values():
        claims: list[Told] = [*statuses, *events]
        for claim in claims:
            if claim.pk not in wanted[type(claim)]:
                continue
            try:
                _check(claim, statuses, events, today)
            except Refused as refused:
                yield claim, refused


def _check(claim: Told, statuses: Iterable[StatusRecord], events: Iterable[Event], today: date) -> None:
    _check_days(claim, today)
    if claim.beneficiary is None or claim.beneficiary.kind == Beneficiary.Kind.GROUP:
        return
    statuses = [one for one in statuses if not (isinstance(claim, StatusRecord) and one.pk == claim.pk)]
    events = [one for one in events if not (isinstance(claim, Event) and one.pk == claim.pk)]
    if isinstance(claim, StatusRecord) and claim.status == Status.DIED:
        _check_death(claim, [*statuses, *events])
    elif _needs_life(claim):
        _check_alive(claim, statuses)
    if _is_release(claim):
        _check_release(claim, [*statuses, *events])
    elif _is_arrest(claim):
        _check_arrest(claim, [*statuses, *events])
    if isinstance(claim, StatusRecord):
        _check_one_current(claim, statuses)


def _check_days(claim: Told, today: date) -> None:
    if claim.date_from and claim.date_from > today:
        raise Refused("This day has not come yet. Correct it.", field="date_from")
    as_of = claim.as_of if isinstance(claim, StatusRecord) else None
    if as_of and as_of > today:
        raise Refused("No source can vouch for a day that has not come yet. Correct it.", field="as_of")
    if as_of and as_of < _first(claim):
        raise Refused(
            "No source can vouch up to a day before this began. Correct one of the two days.", field="as_of"
        )


def _check_death(death: StatusRecord, others: Iterable[Told]) -> None:
    for one in others:
        if _needs_life(one) and _first(one) > _last(death):
            raise Refused(
                f"“{one}” ({one.date_words()}) is after this death. One of the two dates is wrong: correct it.",
                field="date_from",
            )


def _check_alive(claim: Told, statuses: Iterable[StatusRecord]) -> None:
    for death in statuses:
        if death.status == Status.DIED and _first(claim) > _last(death):
            raise Refused(
                f"{death.beneficiary} died ({death.date_words()}). This is after it: correct one of the two dates.",
                field="date_from",
            )


def _check_release(release: Told, others: Iterable[Told]) -> None:
    arrests = [one for one in others if _is_arrest(one)]
    if arrests and all(_last(release) < _first(one) for one in arrests):
        first = min(arrests, key=_first)
        raise Refused(
            f"This release is before the first arrest that is recorded ({first.date_words()})."
            " Record the arrest that it ended first, or correct the date.",
            field="date_from",
        )


def _check_arrest(arrest: Told, others: Iterable[Told]) -> None:
    """The same told the other way round: this would become the first arrest, and a release stands before it."""
    others = list(others)
    arrests = [arrest, *(one for one in others if _is_arrest(one))]
    for release in others:
        if _is_release(release) and all(_last(release) < _first(one) for one in arrests):
            raise Refused(
                f"A release is recorded before this ({release.date_words()}), and no arrest before that release."
                " Record the arrest that it ended first, or correct the date.",
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


def _is_release(claim: Told) -> bool:
    if isinstance(claim, StatusRecord):
        return claim.status == Status.RELEASED
    return claim.kind == Event.Kind.RELEASE


def _is_arrest(claim: Told) -> bool:
    return claim.status in HELD if isinstance(claim, StatusRecord) else claim.kind == Event.Kind.ARREST


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
