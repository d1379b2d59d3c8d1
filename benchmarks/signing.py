"""signing.page: processor time of the server for our appeal's page, against the same bytes as a static file.
signing.post: the same for a signature, against a plain form that saves and mails inline.

One Granian with one worker on each side, as in the demonstration; one client, one request at a time.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import supply
from benchmarks.harness import Measured, Side, comparison, interleave, percentile, say
from benchmarks.processor import cpu_seconds
from benchmarks.serving import Server, granian
from benchmarks.stage import Stage, stage
from benchmarks.working import counted_statements

ROUNDS = 5
# Requests of a round; people who sign; signatures that are there already.
SIZES = {"signing.page": 60, "signing.post": 60, "signing.load": 10_000, "signing.million": 1_000_000}
PLAIN = {"DJANGO_SETTINGS_MODULE": "benchmarks.peers.plain_form.settings"}
FILE = "/file/appeal.html"


def run(names: list[str], *, n: int | None = None, rounds: int | None = None) -> None:
    from benchmarks.signing_load import compare_load
    from benchmarks.signing_million import compare_million

    comparisons = {
        "signing.page": (_compare_page, ROUNDS),
        "signing.post": (_compare_post, ROUNDS),
        "signing.load": (compare_load, 1),
        "signing.million": (compare_million, ROUNDS),
    }
    with stage(database=True, broker=True, sink=True) as here:
        address = open_appeal()
        for name in names:
            compare, its_rounds = comparisons[name]
            compare(here, address, n or SIZES[name], rounds or its_rounds)


def open_appeal() -> str:
    """Open the appeal of the suite's stories, in the same database; return its address."""
    from django.urls import reverse
    from django.utils import translation

    from tests import people

    appeal = people.an_open_appeal()
    people.an_embassy(country="GB")
    with translation.override("en"):
        return reverse("appeal", args=[appeal.slug])


def _compare_page(here: Stage, address: str, n: int, rounds: int) -> None:
    folder = here.folder / "file"
    folder.mkdir()
    with granian(here, "ours", files=folder) as server:
        page = _body(server, address)
        (folder / "appeal.html").write_bytes(page)
        sides = {
            "ours": _asked(server, n, lambda _: server.get(address), status=200),
            "static-file": _asked(server, n, lambda _: server.get(FILE), status=200),
        }
        with _counted(lambda client: client.get(address), status=200) as statements:
            _say("signing.page", sides, here, n, rounds, statements=statements, page_bytes=len(page))


def _compare_post(here: Stage, address: str, n: int, rounds: int) -> None:
    with granian(here, "ours") as ours, granian(here, "plain", env=PLAIN) as plain:
        token = typed_token(ours, address)
        sides = {
            "ours": _asked(
                ours, n, lambda fields: ours.post(address, {**fields, "token": token}), status=302
            ),
            "plain-django-form": _asked(plain, n, lambda fields: plain.post("/", fields), status=302),
        }
        form = {**next(signers(1)), "token": token}
        with _counted(lambda client: client.post(address, form), status=302) as statements:
            _say("signing.post", sides, here, n, rounds, statements=statements)


def _asked(
    server: Server, n: int, ask: Callable[[dict[str, str]], tuple[int, bytes, float]], *, status: int
) -> Side:
    times: list[float] = []

    def measure(number: int) -> Measured:
        people = list(signers(n))
        cpu = cpu_seconds(server.pid)
        answers = [ask(fields) for fields in people]
        spent = cpu_seconds(server.pid) - cpu
        wrong = [answer for answer in answers if answer[0] != status]
        assert not wrong, f"the server answered {wrong[0][0]} in place of {status}: {wrong[0][1][-600:]!r}"
        if number == 1:
            times.clear()  # of the warm-up
        times.extend(answer[2] for answer in answers)
        # Of all rounds so far: a hundredth part of one round would be less than one request.
        so_far = {f"p{percent}_ms": percentile(times, percent) for percent in (50, 99)}
        return Measured(spent * 1000 / n, so_far)

    return measure


def signers(n: int) -> Iterable[dict[str, str]]:
    for values in supply.mails(0, n):
        yield {"name": values["name"], "email": values["address"], "country": "GB", "town": values["town"]}


def typed_token(server: Server, address: str) -> str:
    """A form's token that is old enough for a person: the form refuses programs that type in no time."""
    from appeals.guarded_form import SECONDS_TO_TYPE

    token = _body(server, address).decode().partition('name="token" value="')[2].partition('"')[0]
    time.sleep(SECONDS_TO_TYPE + 1)
    return token


def _body(server: Server, address: str) -> bytes:
    status, body, _ = server.get(address)
    assert status == 200, f"{address} answered {status}"
    return body


@contextmanager
def _counted(act: Callable[[Any], Any], *, status: int) -> Iterator[int]:
    """How many statements one request of ours makes, counted in this process."""
    from django.test import Client

    with counted_statements() as seen:
        answer = act(Client(SERVER_NAME="localhost"))
    assert answer.status_code == status, f"{status} was expected, not {answer.status_code}"
    yield len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE"))])


def _say(bench: str, sides: dict[str, Side], here: Stage, n: int, rounds: int, **more: Any) -> None:
    found = interleave(sides, rounds=rounds)
    peer = list(sides)[1]
    say(
        comparison(
            bench=bench,
            peer=peer,
            unit="cpu_ms",
            ours=found["ours"],
            theirs=found[peer],
            n=n,
            database=here.database,
            **more,
        )
    )
