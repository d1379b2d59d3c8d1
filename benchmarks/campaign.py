"""A campaign of millions, hour by hour: who signs, what workers get done, when the last letter leaves. Pure arithmetic.

Hours are simulated one after the other. In each, people sign; workers spend their processor seconds on confirmations, letters,
what is due to offices, and mailings, in this order; offices take what their pace allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.costs import Cost

HOURS_OF_A_DAY = 24
MOST_DAYS = 4_000


@dataclass(frozen=True)
class Layout:
    """`half_life_days`: in so many days half of those who will ever sign have signed. Paces are letters to one office.

    `processes` are those of all workers together, each of them a core; `mails_per_hour` is what the relay takes from us.
    """

    signatures: int = 10_000_000
    confirmed: float = 0.7
    half_life_days: float = 3.0
    offices: int = 40
    letters_per_hour: int = 30
    office_hours: int = 8
    working_days: float = 5 / 7
    mailings: int = 1
    processes: int = 4
    mails_per_hour: int = 500_000


@dataclass(frozen=True)
class Outcome:
    days_to_confirm: float
    days_to_make: float
    days_to_office: float
    days_to_mail: float
    peak_signatures_per_second: float
    peak_database_cores: float
    peak_worker_cores: float
    worker_hours: float
    gigabytes: float


def simulate(costs: Mapping[str, Cost], layout: Layout) -> Outcome:
    per_hour = 0.5 ** (1 / (layout.half_life_days * HOURS_OF_A_DAY))
    coming = float(layout.signatures)
    wait = {"confirmation": 0.0, "letter": 0.0, "send": 0.0, "mail": 0.0}
    done: dict[str, float] = dict.fromkeys(wait, 0.0)
    ended: dict[str, float] = {}
    letters = layout.signatures * layout.confirmed
    goal = {"confirmation": float(layout.signatures), "letter": letters, "send": letters, "mail": letters * layout.mailings}  # fmt: skip
    peak_signed = peak_database = peak_worker = worked = 0.0
    hour, of_day = 0, layout.letters_per_hour * layout.office_hours * layout.working_days * layout.offices
    while len(ended) < len(goal) and hour < MOST_DAYS * HOURS_OF_A_DAY:
        signed = coming * (1 - per_hour) if coming > 1 else coming
        coming -= signed
        wait["confirmation"] += signed
        room, relay = layout.processes * 3600.0, float(layout.mails_per_hour)
        database = signed * costs["sign"].database_ms / 1000
        for step in wait:
            most = wait[step]
            if step in {"confirmation", "mail"}:
                most = min(most, relay)
            if step == "send":
                most = min(most, of_day / HOURS_OF_A_DAY, relay)
            each = _seconds(costs, step)
            some = min(most, room / each) if each else most
            wait[step] -= some
            done[step] += some
            room -= some * each
            if step != "letter":
                relay -= some
            database += some * _seconds(costs, step, "database_ms")
            if step == "confirmation":
                wait["letter"] += some * layout.confirmed
                wait["mail"] += some * layout.confirmed * layout.mailings
                database += some * layout.confirmed * costs["confirm"].database_ms / 1000
            if step == "letter":
                wait["send"] += some
        hour += 1
        used = layout.processes * 3600.0 - room
        worked += used / 3600
        peak_signed, peak_database = max(peak_signed, signed / 3600), max(peak_database, database / 3600)
        peak_worker = max(peak_worker, used / 3600)
        for step, wanted in goal.items():
            if step not in ended and done[step] >= wanted - 1:
                ended[step] = hour / HOURS_OF_A_DAY
    never = float(MOST_DAYS)
    return Outcome(
        *(ended.get(step, never) for step in ("confirmation", "letter", "send", "mail")),
        peak_signed, peak_database, peak_worker, worked, _bytes(costs, layout) / 1e9,
    )  # fmt: skip


def _seconds(costs: Mapping[str, Cost], step: str, what: str = "cpu_ms") -> float:
    parts = ("queue", "send") if step == "send" else (step,)
    return sum(getattr(costs[part], what) for part in parts) / 1000


def _bytes(costs: Mapping[str, Cost], layout: Layout) -> float:
    each = costs["sign"].bytes + costs["confirmation"].bytes
    confirmed = sum(costs[step].bytes for step in ("confirm", "letter", "queue", "send"))
    return layout.signatures * (each + layout.confirmed * (confirmed + layout.mailings * costs["mail"].bytes))
