"""signing.million: the appeal's page and a signature on it, at none, ten thousand and a million signatures.

Statements must not become more and neither must their time: the same requests of this process, at the largest number
against none. Rows are copies, made in the database, of one signature that went the whole way through our verbs.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.harness import Measured, comparison, percentile, rounded, say
from benchmarks.signing import signers
from benchmarks.stage import Stage
from benchmarks.working import counted_statements

REQUESTS = 40  # of every kind, in every round; fewer in a trial
AT_A_TIME = 100_000


def compare_million(here: Stage, address: str, most: int, rounds: int) -> None:
    asked, pattern, requests = _asker(address), Pattern(), min(REQUESTS, most)
    found: dict[int, dict[str, Any]] = {}
    for size in sorted({0, most // 100, most}):
        pattern.multiply(size)
        found[size] = _at(asked, requests, rounds)
    none, full = found[0], found[most]
    by_size = {
        f"{kind}_{what}": {size: rounded(at[kind][what]) for size, at in found.items()}
        for kind in ("page", "post")
        for what in ("statements", "p50_ms", "p99_ms")
    }
    say(
        comparison(
            bench="signing.million",
            peer="no-signatures",
            unit="cpu_ms",
            ours=full["rounds"],
            theirs=none["rounds"],
            n=most,
            requests=requests,
            database=here.database,
            rows=pattern.rows(),
            **by_size,
        )
    )


def _asker(address: str) -> Mapping[str, Callable[[], int]]:
    """Each asks once and returns the status; in this process, so that statements can be counted."""
    from django.core.cache import cache
    from django.test import Client

    from appeals.guarded_form import SECONDS_TO_TYPE, form_token

    client, token = Client(SERVER_NAME="localhost"), form_token()
    time.sleep(SECONDS_TO_TYPE + 1)  # the form refuses programs that type in no time

    def page() -> int:
        cache.clear()  # the page as it is made, not as it is kept
        return client.get(address).status_code

    def post() -> int:
        return client.post(address, {**next(iter(signers(1))), "token": token}).status_code

    return {"page": page, "post": post}


def _at(asked: Mapping[str, Callable[[], int]], requests: int, rounds: int) -> dict[str, Any]:
    found: dict[str, Any] = {"rounds": []}
    for kind, expected in (("page", 200), ("post", 302)):
        status = asked[kind]()  # the first pays for imports and for the database's plans
        assert status == expected, f"the {kind} was answered with {status}"
        with counted_statements() as seen:
            asked[kind]()
        statements = len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])
        found[kind] = {"statements": statements, "times": []}
    for _ in range(rounds):
        cpu = time.process_time()
        for kind in ("page", "post"):
            for _request in range(requests):
                began = time.perf_counter()
                asked[kind]()
                found[kind]["times"].append((time.perf_counter() - began) * 1000)
        found["rounds"].append(Measured((time.process_time() - cpu) * 1000 / (2 * requests)))
    for kind in ("page", "post"):
        found[kind] |= {f"p{percent}_ms": percentile(found[kind]["times"], percent) for percent in (50, 99)}
    return found


class Pattern:
    """One supporter who signed and confirmed, to be copied by INSERT … SELECT, with the sent mail and its budget.

    The copies confirm on `days` days, one after the other, up to the day of the first.
    """

    def __init__(self, days: int = 1) -> None:
        from appeals.models import Appeal, MailAllowance, Signature
        from outbox.models import Message
        from supporters.models import Supporter
        from tests import people

        appeal = Appeal.objects.get()
        signature = people.amara_confirms(appeal)
        Message.objects.update(state="sent", sent_at=people.NOW)
        # column: what makes it new in copy number %(i)s; the others are copied as they are
        self.copies: list[tuple[Any, int, dict[str, str]]] = [
            (Supporter, signature.supporter_id, {"email_index": "digits", "mailbox_index": "digits"}),
            (
                Signature,
                signature.pk,
                {
                    "supporter_id": "supporter",
                    "reference": "reference",
                    "link_hash": "digits",
                    "link_seed": "seed",
                    "confirmed_at": "day",
                },
            ),
            (
                Message,
                Message.objects.latest("pk").pk,
                {"key": "digits", "message_id": "digits", "recipient_index": "digits"},
            ),
            (
                MailAllowance,
                MailAllowance.objects.latest("pk").pk,
                {"mailbox_index": "digits"},
            ),
        ]
        self.made, self.days = 0, days

    def multiply(self, size: int) -> None:
        """Fill up to `size` signatures that are confirmed and counted."""
        from django.db import connection, transaction

        from appeals.models import Tally

        for first in range(self.made + 1, size + 1, AT_A_TIME):
            last = min(size, first + AT_A_TIME - 1)
            with transaction.atomic(), connection.cursor() as cursor:
                before = self._highest_supporter(cursor)
                for model, pk, new in self.copies:
                    cursor.execute(self._insert(model, pk, new, before - first + 1), [first, last])
        self.made = size
        Tally.objects.update(confirmed=size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def rows(self) -> dict[str, int]:
        return {model._meta.model_name: model.objects.count() for model, _, _ in self.copies}

    def _highest_supporter(self, cursor: Any) -> int:
        cursor.execute("SELECT max(id) FROM supporters_supporter")
        return int(cursor.fetchone()[0])

    def _insert(self, model: Any, pk: int, new: dict[str, str], offset: int) -> str:
        from django.db import connection

        is_postgres = connection.vendor == "postgresql"
        digits = (
            "md5('a' || i) || md5('b' || i)"
            if is_postgres
            else "lower(hex(randomblob(24))) || printf('%%016x', i)"
        )
        values = {
            "digits": digits,
            "seed": f"substr({digits}, 33)",
            "reference": "'M' || i",
            "supporter": f"i + {offset}",
            "day": f"p.confirmed_at - (i %% {self.days}) * interval '1 day'"
            if is_postgres
            else f"datetime(p.confirmed_at, '-' || (i %% {self.days}) || ' days')",
        }
        names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
        numbers = (
            "SELECT i FROM generate_series(%s, %s) AS i"
            if is_postgres
            else "WITH RECURSIVE c(i, last) AS (SELECT %s, %s UNION ALL SELECT i + 1, last FROM c WHERE i < last) SELECT i FROM c"
        )
        columns = ", ".join(f'"{name}"' for name in names)
        chosen = ", ".join(values[new[name]] if name in new else f'p."{name}"' for name in names)
        table, key = model._meta.db_table, model._meta.pk.column
        # Our own names and expressions; ids of supporters follow each other, because nobody else writes meanwhile.
        return f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM ({numbers}) AS n, {table} AS p WHERE p.{key} = {pk} ORDER BY i"  # noqa: S608 -- the same
