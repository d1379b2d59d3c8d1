"""mailings.audience: from the press of "release" to a message for each reader in the outbox, in readers a second.

Ours fixes and enqueues the whole audience in statements over sets: reasons to leave somebody out, suppression, language, the
morning of each reader's country and the spread included. The peer asks the same of one person after the other through the ORM.
"""

import time
from pathlib import Path
from typing import Any

from benchmarks.harness import Measured, comparison, interleave, say
from benchmarks.stage import stage
from benchmarks.working import counted_statements

ROUNDS = 3
PEOPLE = 100_000
ONE_BY_ONE = 1_000  # of them: how long it takes for one does not grow with their number
CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    with stage(database=True, broker=True) as here:
        people = n or PEOPLE
        their_n = min(people, ONE_BY_ONE)
        appeal = _world(people)

        def ours(_number: int) -> Measured:
            mailing = _approved(appeal)
            before = _from_now_on()
            cpu, began = time.process_time(), time.monotonic()
            with counted_statements() as checks:
                _release(mailing)
            with counted_statements() as statements:
                addressed = _enqueue(mailing)
            seconds, spent = time.monotonic() - began, time.process_time() - cpu
            more = {
                "statements": _acts(statements),
                "check_statements": _acts(
                    checks
                ),  # of the press itself: findings, texts and facts, not people
                "cpu_ms": spent * 1000 / people,
                "growth_mb": _peak_mb() - before,
            }
            return Measured(addressed / seconds, {**more, "lost": people - addressed})

        def one_by_one(_number: int) -> Measured:
            mailing = _approved(appeal)
            with counted_statements() as statements:
                began = time.monotonic()
                addressed = _one_by_one(mailing, their_n)
                seconds = time.monotonic() - began
            return Measured(
                addressed / seconds, {"statements": _acts(statements), "lost": their_n - addressed}
            )

        found = interleave({"ours": ours, "orm-row-by-row": one_by_one}, rounds=rounds)
        say(
            comparison(
                bench="mailings.audience",
                peer="orm-row-by-row",
                unit="messages_per_second",
                ours=found["ours"],
                theirs=found["orm-row-by-row"],
                n=people,
                their_n=their_n,
                database=here.database,
            )
        )


def _world(count: int) -> Any:
    from tests import people
    from tests.mailings.factories import crowd

    people.an_embassy(country="GB")
    appeal = people.an_open_appeal()
    crowd(appeal, count - 1)  # and the one that they are copies of
    _analyze()
    return appeal


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _approved(appeal: Any) -> Any:
    from tests.mailings.factories import approved_update

    return approved_update(appeal)


def _acts(statements: list[str]) -> int:
    return len([one for one in statements if not one.startswith(CONTROL)])


def _release(mailing: Any) -> None:
    from django.utils import timezone

    from mailings import releasing
    from tests.people import bela

    releasing.release(mailing=mailing, by=bela(), now=timezone.now(), in_morning=True, spread_minutes=60)


def _enqueue(mailing: Any) -> int:
    from django.utils import timezone

    from mailings import releasing

    return releasing.enqueue(mailing=mailing, now=timezone.now())


def _one_by_one(mailing: Any, count: int) -> int:
    """As one writes it first: for each person the questions of mailings/audience.py, and then a row."""
    from django.utils import timezone

    from appeals.models import Signature
    from mailings.models import LeftTopic
    from mailings.post import KIND, key_of
    from mailings.timing import morning
    from outbox.queueing import enqueue
    from supporters import consent
    from supporters.models import Consent, Supporter

    now, made = timezone.now(), 0
    for supporter in Supporter.objects.order_by("pk")[:count].iterator():
        signed = Signature.objects.confirmed().filter(supporter=supporter, appeal=mailing.appeal)
        newest = signed.order_by("-confirmed_at").first()
        agreed = consent.live(Consent.Purpose.UPDATES).filter(supporter=supporter)
        left = LeftTopic.objects.filter(supporter=supporter, case=mailing.case)
        if newest is None or not agreed.exists() or left.exists():
            continue
        language = supporter.language if supporter.language in {"en", "de"} else "en"
        _message, created = enqueue(
            kind=KIND,
            key=key_of(mailing.pk, supporter.pk),
            to=supporter.email,
            values={"mailing": mailing.pk, "language": language},
            now=now,
            due_at=morning(newest.country, start=now),
        )
        made += created
    return made


def _from_now_on() -> float:
    """Forget the highest memory so far (proc(5), clear_refs); return what this process has now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak_mb()


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
