"""signing.load: 10,000 people sign from 50 clients at once, on two server processes; what was lost, doubled or refused.

One in twenty presses the button twice at the same moment. The peer is the plain form that saves and mails inline, under
the same crowd. Counted afterwards in the database, and for the peer's mails in the sink.
"""

import random
from collections.abc import Callable, Mapping

from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, Side, comparison, interleave, percentile, say
from benchmarks.processor import cpu_seconds
from benchmarks.serving import Server, granian
from benchmarks.signing import PLAIN, signers, typed_token
from benchmarks.stage import Stage

CLIENTS = 50
PROCESSES = 2
TWICE = 20  # every how many presses twice
WARM_UP = 100
# So that a limit per network sees the networks of many people, as behind the proxy of docs/operate.md.
BEHIND_A_PROXY = {"OUTCRY_TRUSTED_PROXIES": "1"}
Counted = Mapping[str, int]


def compare_load(here: Stage, address: str, n: int, rounds: int) -> None:
    with (
        aside("benchmarks.crowd", here.env, log=here.log("crowd")) as crowd,
        granian(here, "ours", workers=PROCESSES, env=BEHIND_A_PROXY) as ours,
        granian(here, "plain", workers=PROCESSES, env=PLAIN) as plain,
    ):
        token = {"token": typed_token(ours, address)}
        sides = {
            "ours": _signed(ours, crowd, n, address, token, _count_ours()),
            "plain-django-form": _signed(plain, crowd, n, "/", {}, _count_plain(here)),
        }
        found = interleave(sides, rounds=rounds)
    say(
        comparison(
            bench="signing.load",
            peer="plain-django-form",
            unit="p99_ms",
            ours=found["ours"],
            theirs=found["plain-django-form"],
            n=n,
            clients=CLIENTS,
            processes=PROCESSES,
            database=here.database,
        )
    )


def _signed(
    server: Server,
    crowd: Aside,
    n: int,
    path: str,
    also: Mapping[str, str],
    count: Callable[[], Callable[[int], Counted]],
) -> Side:
    def post(count_of: int) -> dict:
        asks = []
        for number, fields in enumerate(signers(count_of)):
            headers = {"X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _ in range(4))}
            ask = {"path": path, "fields": {**fields, **also}, "headers": headers}
            asks += [ask, ask] if number % TWICE == TWICE - 1 else [ask]
        return crowd.ask({"port": server.port, "clients": CLIENTS, "asks": asks})

    def measure(_round: int) -> Measured:
        post(min(n, WARM_UP))
        counted, cpu = count(), cpu_seconds(server.pid)
        answer = post(n)
        spent = cpu_seconds(server.pid) - cpu
        statuses, times = zip(*answer["answers"], strict=True)
        return Measured(
            percentile(times, 99),
            {
                "p50_ms": percentile(times, 50),
                "max_ms": max(times),
                "signed_per_second": n / answer["seconds"],
                "cpu_ms": spent * 1000 / len(times),
                "cpu_seconds": spent,
                "refused": len([status for status in statuses if 400 <= status < 500 or status == 200]),
                "broken": len([status for status in statuses if status == 0 or status >= 500]),
                **counted(n),
            },
        )

    return measure


def _count_ours() -> Callable[[], Callable[[int], Counted]]:
    from appeals.models import Signature
    from outbox.models import Message
    from supporters.models import Supporter

    def begin() -> Callable[[int], Counted]:
        before = {model: model.objects.count() for model in (Signature, Message, Supporter)}

        def counted(n: int) -> Counted:
            new = {model: model.objects.count() - before[model] for model in before}
            # Every signer has an address of their own, so rows are distinct when there is one for each.
            boxes = Message.objects.values("recipient_index").distinct().count() - before[Message]
            return {
                "lost": max(0, n - new[Signature]),
                "doubled": max(0, new[Signature] - n) + max(0, new[Supporter] - n),
                "not_queued": n - boxes,
                "mailed_twice": new[Message] - boxes,
            }

        return counted

    return begin


def _count_plain(here: Stage) -> Callable[[], Callable[[int], Counted]]:
    from benchmarks.peers.plain_form.models import Signer

    def _people() -> int:
        return Signer.objects.values("email").distinct().count()

    def begin() -> Callable[[int], Counted]:
        people_before, rows_before = _people(), Signer.objects.count()
        here.sink.reset()

        def counted(n: int) -> Counted:
            people = _people() - people_before
            mails = here.sink.wait(0)
            return {
                "lost": n - people,
                "doubled": Signer.objects.count() - rows_before - people,
                "not_queued": n - mails["distinct"],
                "mailed_twice": mails["accepted"] - mails["distinct"],
            }

        return counted

    return begin
