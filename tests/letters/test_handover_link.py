"""A partner opens one handover by a link that was shown once; Chidi, who has none that works, learns nothing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import AsyncRequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from appeals import signing
from kit.refusals import Refused
from kit.tokens import hash_token
from letters import handover, handover_files, handover_links
from letters.models import Handover, HandoverLink
from tests import people
from tests.letters.handing_over import LATER, decided, in_memory, made, many_sign, pdf_of

pytestmark = pytest.mark.django_db
CAST = [("Amara Okafor", "Leeds", "name"), ("Dana Nurlan", "", "count")]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _files(settings):
    in_memory(settings)


@pytest.fixture
def one(appeal) -> Handover:
    many_sign(appeal, CAST)
    return made(decided(appeal))


def given(one: Handover, **changes) -> handover_links.Given:
    asked = {"for_whom": "Family committee", "days": 7, "by": people.dana(), "now": LATER, **changes}
    return handover_links.give(handover=one, **asked)


def token_of(given: handover_links.Given) -> str:
    return given.address.rstrip("/").rpartition("/")[2]


def doors(token: str) -> list[str]:
    return [reverse(name, args=[token]) for name in ("handover", "handover_pdf", "handover_csv")]


def test_the_link_opens_the_numbers_and_both_files(client, one):
    page, pdf, csv = doors(token_of(given(one)))
    with time_machine.travel(LATER + MINUTE, tick=False):
        shown = client.get(page)
        files = [b"".join(client.get(door).streaming_content) for door in (pdf, csv)]

    assert shown.status_code == 200
    for said in (
        "Embassy of Kazakhstan in GB",
        "Release her at once.",
        "signatures confirmed",
        one.pdf_sha256,
    ):
        assert said in shown.text
    for name in ("Amara", "Okafor", "Nurlan", "Family committee", "dana"):
        assert name not in shown.text
    assert files[0] == pdf_of(one)
    assert files[1].decode("utf-8-sig").splitlines()[1] == "1,Amara Okafor,"


def test_under_asgi_a_file_is_sent_piece_by_piece(one):
    async def all_of(sent) -> list[bytes]:
        return [piece async for piece in sent]

    door = doors(token_of(given(one)))[1]
    view, args, kwargs = resolve(door)
    with time_machine.travel(LATER + MINUTE, tick=False):
        answer = view(AsyncRequestFactory().get(door), *args, **kwargs)
        # In a thread of its own: in this one the loop of Playwright may still stand, after stories with a browser.
        with ThreadPoolExecutor(1) as server:
            pieces = server.submit(lambda: asyncio.run(all_of(answer.streaming_content))).result()
    assert answer.is_async
    assert len(pieces) > 1
    assert b"".join(pieces) == pdf_of(one)


def test_nobody_keeps_what_the_link_shows_and_nobody_is_told_where_it_was_followed(client, one):
    with time_machine.travel(LATER + MINUTE, tick=False):
        for token in (token_of(given(one)), "unknown"):
            for door in doors(token):
                headers = client.get(door).headers
                assert "no-store" in headers["Cache-Control"]
                assert headers["X-Robots-Tag"] == "noindex, nofollow"
                assert headers["Referrer-Policy"] == "no-referrer"
                assert "Set-Cookie" not in headers


def test_only_a_hash_of_the_token_is_kept(one):
    token = token_of(given(one))
    row = HandoverLink.objects.get()

    assert token not in str(vars(row))
    assert row.token_hash == hash_token(token, purpose="handover")
    assert row.token_hash != hash_token(token, purpose="signature")


@pytest.mark.parametrize(
    ("when", "status"),
    [(timedelta(days=7) - MINUTE, 200), (timedelta(days=7), 404), (timedelta(days=30), 404)],
)
def test_it_ends_on_its_day(client, one, when, status):
    token = token_of(given(one))
    with time_machine.travel(LATER + when, tick=False):
        assert [client.get(door).status_code for door in doors(token)] == [status] * 3


def test_taken_back_it_opens_nothing_and_looks_like_one_that_never_was(client, one):
    first, second = given(one), given(one)
    handover_links.revoke(link=first.link, by=people.bela(), now=LATER)
    with time_machine.travel(LATER + MINUTE, tick=False):
        for gone, unknown in zip(doors(token_of(first)), doors("unknown"), strict=True):
            assert client.get(gone).status_code == 404
            assert client.get(gone).text == client.get(unknown).text
        assert client.get(doors(token_of(second))[0]).status_code == 200
    with pytest.raises(Refused):
        handover_links.revoke(link=first.link, by=people.bela(), now=LATER)


def test_a_link_to_one_opens_no_other(client, one, appeal):
    other = made(decided(appeal, by_whom="Another campaign", place="Bristol"))
    with time_machine.travel(LATER + MINUTE, tick=False):
        shown = client.get(doors(token_of(given(other)))[0]).text

    assert "Bristol" in shown
    assert one.pdf_sha256 not in shown


def test_a_link_only_shows(client, one):
    with time_machine.travel(LATER + MINUTE, tick=False):
        for door in doors(token_of(given(one))):
            assert client.post(door).status_code == 405


def test_before_it_is_made_the_page_says_so(client, appeal):
    many_sign(appeal, CAST)
    page, pdf, csv = doors(token_of(given(decided(appeal))))
    with time_machine.travel(LATER + MINUTE, tick=False):
        assert "The files are not ready." in client.get(page).text
        assert [client.get(door).status_code for door in (pdf, csv)] == [404, 404]


def test_a_file_that_is_not_on_the_disk_any_more_is_said_to_be_missing(client, one):
    handover_files.forget(one.pdf)
    with time_machine.travel(LATER + MINUTE, tick=False):
        assert client.get(doors(token_of(given(one)))[1]).status_code == 404


def test_it_warns_when_somebody_has_taken_it_back_since(client, one, appeal):
    signing.withdraw(signature=appeal.signatures.order_by("pk")[0], now=LATER)
    door = doors(token_of(given(one)))[0]
    with time_machine.travel(LATER + MINUTE, tick=False):
        assert "Signatures taken back since these files were made: 1." in client.get(door).text
        handover.make_again(handover=one, by=people.dana(), now=LATER)
        made(one)
        shown = client.get(door).text
    assert "since these files were made" not in shown
    assert "Taken back since the cut-off, and in the list no more" in shown


@pytest.mark.parametrize("changes", [{"for_whom": " "}, {"days": 3650}, {"days": 0}])
def test_a_link_needs_somebody_it_is_for_and_an_end(one, changes):
    with pytest.raises(Refused):
        given(one, **changes)
    assert not HandoverLink.objects.exists()


@pytest.mark.parametrize("people_more", [0, 300])
def test_the_page_takes_two_statements_whatever_it_holds(client, appeal, people_more):
    many_sign(appeal, [*CAST, *((f"Person {number}", "", "name") for number in range(people_more))])
    door = doors(token_of(given(made(decided(appeal)))))[0]
    with time_machine.travel(LATER + MINUTE, tick=False), CaptureQueriesContext(connection) as seen:
        assert client.get(door).status_code == 200

    assert len(seen) == 2
