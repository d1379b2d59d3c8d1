"""Budgets: how often a network, an appeal or a mailbox may sign before more is asked of them. Nobody is shut out.

Corrections of the directory have a budget of their own: a network that is over it is asked to come back in an hour.

A budget is a row with one moment in it (generic cell rate algorithm, ITU-T I.371): each use moves the moment on
by window / most. Further ahead than the window means over budget. It drains by itself, at an even pace, for
every web process at once, and no counter has to be reset.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from appeals.models import Appeal, Budget, Signature
from kit.encryption import ring
from kit.mailboxes import folded
from kit.refusals import Refused

NETWORK_WINDOW = timedelta(hours=1)
APPEAL_WINDOW = timedelta(minutes=5)
MAILBOX_WINDOW = timedelta(days=1)
MAILBOX_TIMES = 20
NETWORK_CORRECTIONS = 30
# However high a flood was: one window after its end its budget is free again.
WINDOWS_AHEAD = 2
# A network is kept with a signature while somebody may still ask which signatures came from a flood.
NETWORK_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Share:
    """One use of a budget that allows `most` uses in a `window`."""

    of: str
    most: int
    window: timedelta

    @property
    def key(self) -> str:
        return ring().index(self.of, purpose="budget")


def shares(*, appeal: Appeal, network: str, email: str) -> list[Share]:
    """What one press of the button uses. `network` as kit/networks.py hashes it."""
    appeal_most = settings.OUTCRY_APPEAL_SIGNATURES_PER_MINUTE * int(APPEAL_WINDOW.total_seconds() // 60)
    return [
        Share(f"network {network}", settings.OUTCRY_NETWORK_SIGNATURES_PER_HOUR, NETWORK_WINDOW),
        Share(f"appeal {appeal.pk}", appeal_most, APPEAL_WINDOW),
        Share(f"mailbox {folded(email)}", MAILBOX_TIMES, MAILBOX_WINDOW),
    ]


def refuse_many_corrections(*, network: str, now: datetime) -> None:
    """Count one. Refused when too many came from `network` in the last hour. One statement."""
    share = Share(f"corrections {network}", NETWORK_CORRECTIONS, NETWORK_WINDOW)
    if use([share], now):
        raise Refused(
            _(
                "Many corrections came from your network. What you typed is still there: please press the button again in an hour."
            )
        )


def use(used: Collection[Share], now: datetime) -> set[Share]:
    """Use each share once; return those that are over budget by it. One statement, whatever the number."""
    if not used:
        return set()
    at = _milliseconds(now)
    # In the same order everywhere: two requests that wait for each other's row would wait for ever.
    ordered = sorted({share.key: share for share in used}.items())
    rows = ", ".join(["(%s, %s)"] * len(ordered))
    caps = "CASE budget.key" + " WHEN %s THEN %s" * len(ordered) + " END"
    said = [(key, at + WINDOWS_AHEAD * _milliseconds(share.window)) for key, share in ordered]
    sql = f"""
        INSERT INTO {Budget._meta.db_table} AS budget (key, full_at) VALUES {rows}
            ON CONFLICT (key) DO UPDATE SET full_at = CASE
                WHEN budget.full_at + excluded.full_at - %s > {caps} THEN {caps}
                WHEN budget.full_at > %s THEN budget.full_at + excluded.full_at - %s
                ELSE excluded.full_at END
        RETURNING key, full_at
    """  # noqa: S608 -- our own table, and placeholders
    first = [value for key, share in ordered for value in (key, at + _step(share))]
    cap = [value for pair in said for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*first, at, *cap, *cap, at, at])
        full = dict(cursor.fetchall())
    return {share for key, share in ordered if full[key] - at > _step(share) * share.most}


def is_over(share: Share, now: datetime) -> bool:
    """Whether one more use would be over budget; uses nothing. One query."""
    full_at = Budget.objects.filter(key=share.key).values_list("full_at", flat=True).first()
    return full_at is not None and full_at - _milliseconds(now) > _step(share) * (share.most - 1)


def sweep(*, now: datetime) -> None:
    """Forget budgets that nobody uses, and the networks of signatures that are a week old. Two statements."""
    Budget.objects.filter(full_at__lt=_milliseconds(now)).delete()
    Signature.objects.filter(created_at__lt=now - NETWORK_KEPT).exclude(network_index="").update(
        network_index=""
    )


def _milliseconds(when: datetime | timedelta) -> int:
    return int((when.timestamp() if isinstance(when, datetime) else when.total_seconds()) * 1000)


def _step(share: Share) -> int:
    return max(1, _milliseconds(share.window) // share.most)
