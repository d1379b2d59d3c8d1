"""Mails that leave for real mail servers: each arrives once and as it was, or is told apart; what comes back is understood."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import pytest
from django.utils import timezone

from outbox.fetching import fetch
from outbox.heeding import heed
from outbox.mail_sources import open_source
from outbox.models import Message, Notice, Suppression
from outbox.reading_logs import read_file
from outbox.sending import send_due
from outbox.states import Stream
from outbox.transports.base import Answer, Parcel
from outbox.transports.connecting import place
from outbox.transports.flight import fly
from outbox.transports.grounding import may_fly
from outbox.transports.smtp import SMTPTransport
from tests.mail_servers.exim import exim
from tests.mail_servers.opensmtpd import opensmtpd
from tests.mail_servers.post import (
    DOMAIN,
    GONE,
    LATER,
    PASSWORD,
    REFUSED_SUBJECT,
    RETURNED,
    RETURNED_TO,
    USER,
    Post,
    message_id_of,
)
from tests.mail_servers.postfix import postfix
from tests.outbox.factories import a_message
from tests.outbox.transports.every import CONTENTS, TEXT, told_apart

TRIES = 3
SENDER = f"bounces@{RETURNED_TO}"
_DATE = b"Date: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID:"


@dataclass(frozen=True)
class Way:
    """To a server. `flies`: whether it takes windows in one go; `looks`: whether it refuses texts; `returns`: whether it gives back what it cannot deliver."""

    server: Callable[[], AbstractContextManager[Post]]
    port: str = "port"
    more: Mapping[str, object] = field(default_factory=dict)  # settings
    flies: bool = True
    looks: bool = True
    returns: bool = True


WAYS = {
    "Postfix": Way(postfix),
    "Postfix without CHUNKING": Way(postfix, port="plain_port", flies=False),
    "Postfix over TLS": Way(postfix, port="sealed_port", more={"EMAIL_USE_TLS": True}),
    "Exim": Way(exim),
    "Exim over TLS from the first byte, after a log-in": Way(
        exim,
        port="sealed_port",
        more={"EMAIL_USE_SSL": True, "EMAIL_HOST_USER": USER, "EMAIL_HOST_PASSWORD": PASSWORD},
    ),
    "OpenSMTPD": Way(opensmtpd, flies=False, looks=False, returns=False),
}


OF_POSTFIX = [name for name, way in WAYS.items() if way.server is postfix]
RETURNING = [name for name, way in WAYS.items() if way.returns]


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[Callable[[], AbstractContextManager[Post]]], Post]]:
    """Each server once, when the first story asks for it."""
    with ExitStack() as running:
        yield cache(lambda server: running.enter_context(server()))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture
def post(opened, way: Way, settings, monkeypatch) -> Post:
    post = opened(way.server)
    post.empty()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", getattr(post, way.port)
    for name, value in way.more.items():
        setattr(settings, name, value)
    if authority := getattr(post, "authority", None):
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    settings.OUTCRY_BOUNCE_EMAIL = SENDER
    return post


@pytest.fixture
def transport(post: Post) -> Iterator[SMTPTransport]:
    transport = SMTPTransport()
    yield transport
    transport.close()


def a_parcel(
    number: int, *, to: str = "embassy", subject: str = "For Erzhan", content: bytes = TEXT
) -> Parcel:
    content = content.replace(b"Message-ID:", _DATE).replace(b"<1@", b"<%d@" % number)
    content = content.replace(b"Subject: For Erzhan", b"Subject: %b" % subject.encode())
    return Parcel(f"<{number}@outcry.example>", SENDER, (f"{to}@{DOMAIN}",), content)


def batched(parcels: Sequence[Parcel], size: int) -> Iterator[Sequence[Parcel]]:
    for begin in range(0, len(parcels), size):
        yield parcels[begin : begin + size]


def contents(*parcels: Parcel) -> list[bytes]:
    return sorted(one.content if one.content.endswith(b"\r\n") else one.content + b"\r\n" for one in parcels)


def test_whatever_is_in_a_mail_arrives(transport, post):
    parcels = [a_parcel(number, content=content) for number, content in enumerate([TEXT, *CONTENTS.values()])]
    assert [told_apart(one) for one in transport.send_all(parcels)] == ["accepted"] * len(parcels)
    assert post.arrived(len(parcels)) == contents(*parcels)


def test_windows_one_after_another_arrive_once_and_their_answers_hold_the_number_in_its_queue(
    transport, post, way, monkeypatch
):
    flown = []
    monkeypatch.setattr("outbox.transports.session.fly", lambda *given: flown.append(1) or fly(*given))
    parcels = [a_parcel(number) for number in range(60)]
    answers = [answer for window in batched(parcels, 20) for answer in transport.send_all(window)]
    assert [told_apart(answer) for answer in answers] == ["accepted"] * 60
    numbers = [answer.queue_id for answer in answers if isinstance(answer, Answer)]
    assert (len(set(numbers)), "" in numbers) == (60, False)
    assert post.arrived(60) == contents(*parcels)
    assert (bool(flown), may_fly(place())) == (way.flies, True)


def test_refusals_keep_no_other_back(transport, post, way):
    window = [a_parcel(number) for number in range(20)]
    expected = ["accepted"] * 20
    for number, to, became in ((0, GONE, "permanent"), (3, GONE, "permanent"), (4, LATER, "temporary")):
        window[number], expected[number] = a_parcel(number, to=to), became
    for number in (8, 9) if way.looks else ():
        window[number], expected[number] = a_parcel(number, subject=REFUSED_SUBJECT), "permanent"
    assert [told_apart(answer) for answer in transport.send_all(window)] == expected
    # The same connection goes on.
    more = [a_parcel(number) for number in range(20, 40)]
    assert [told_apart(answer) for answer in transport.send_all(more)] == ["accepted"] * 20
    taken = [one for one, became in zip(window, expected, strict=True) if became == "accepted"]
    assert post.arrived(len(taken) + 20) == contents(*taken, *more)


def test_letters_one_by_one_with_the_next_announced(transport, post):
    letters = [a_parcel(number, to=GONE if number == 2 else f"office{number}") for number in range(6)]
    became = []
    for number, letter in enumerate(letters):
        if number == 4:
            continue  # it was announced, and was stopped at the door
        then = letters[number + 1].envelope if number < 5 else None
        became += [told_apart(answer) for answer in transport.send_all([letter], then=then)]
    assert became == ["accepted", "accepted", "permanent", "accepted", "accepted"]
    assert post.arrived(4) == contents(*(letters[number] for number in (0, 1, 3, 5)))


@pytest.mark.parametrize("way", OF_POSTFIX, indirect=True)
def test_when_the_server_is_killed_in_a_window_nothing_is_lost_and_only_what_was_in_doubt_comes_twice(
    transport, post
):
    parcels = [a_parcel(number) for number in range(60)]
    taken: set[str] = set()
    doubtful: set[str] = set()

    def kill_in_the_middle() -> int:
        post.files(25)
        return post.end_conversations()

    with ThreadPoolExecutor(1) as other:
        killed = other.submit(kill_in_the_middle)
        for window in chain.from_iterable(batched(parcels, 20) for _ in range(TRIES)):
            rest = [one for one in window if one.message_id not in taken]
            for one, answer in zip(rest, transport.send_all(rest), strict=True):
                match told_apart(answer):
                    case "accepted":
                        taken.add(one.message_id)
                    case "in_doubt":
                        doubtful.add(one.message_id)
                    case became:
                        assert became == "unreached"
        assert killed.result() >= 1
    arrived = Counter(map(message_id_of, post.files(60)))
    assert set(arrived) == taken == {one.message_id for one in parcels}
    assert {message_id for message_id, times in arrived.items() if times > 1} <= doubtful
    assert len(doubtful) <= 20


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("way", RETURNING, indirect=True)
def test_a_mail_that_comes_back_is_bad_news_of_its_own_message(post):
    rows = [
        a_message(key=f"note:{to}", stream=Stream.MAILING, to=f"{to}@{DOMAIN}", now=timezone.now())
        for to in ("amara", RETURNED)
    ]
    assert send_due(stream=Stream.MAILING) == {"accepted": 2}
    assert len(post.files(1, RETURNED_TO)) == 1
    source = open_source(f"maildir://{post.maildirs / RETURNED_TO}")
    assert fetch(source=source, clock=timezone.now) == {"bounce": 1}
    assert list(Notice.objects.values_list("message", "kind")) == [(rows[1].pk, "hard")]
    assert heed(now=timezone.now()) == 1
    assert Suppression.objects.get().address_index == rows[1].recipient_index


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("way", OF_POSTFIX, indirect=True)
def test_the_log_of_postfix_says_what_became_of_each(post):
    read_file(post.folder / "mail.log", now=timezone.now())  # what other stories have written
    Notice.objects.all().delete()
    for number in range(3):
        a_message(
            key=f"note:{number}", stream=Stream.MAILING, to=f"amara{number}@{DOMAIN}", now=timezone.now()
        )
    send_due(stream=Stream.MAILING)
    assert len(post.files(3)) == 3
    sent = dict(Message.objects.values_list("pk", "queue_id"))
    assert all(number in post.log for number in sent.values())
    post.await_in_log(*(f"{number}: removed" for number in sent.values()))
    assert read_file(post.folder / "mail.log", now=timezone.now()) == 3
    assert set(Notice.objects.values_list("message", "kind", "source")) == {
        (pk, "passed_on", "log") for pk in sent
    }


@pytest.mark.once
@pytest.mark.django_db
def test_what_the_next_server_said_is_told_by_the_log_and_by_what_comes_back(opened, settings):
    office = opened(opensmtpd)
    with postfix(next_port=office.port) as relay:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.OUTCRY_BOUNCE_EMAIL = (
            "127.0.0.1",
            relay.port,
            SENDER,
        )
        rows = {
            to: a_message(key=f"note:{to}", to=f"{to}@{DOMAIN}", now=timezone.now()).pk
            for to in ("amara", GONE, LATER)
        }
        # The relay takes all three: it knows nothing of the mailboxes behind it.
        assert send_due(stream=Stream.LETTER) == {"accepted": 3}
        relay.await_in_log("status=sent", "status=bounced", "status=deferred")
        assert read_file(relay.folder / "mail.log", now=timezone.now()) == 3
        assert dict(Notice.objects.values_list("message", "kind")) == {
            rows["amara"]: "passed_on", rows[GONE]: "hard", rows[LATER]: "delay",
        }  # fmt: skip
        assert len(relay.files(1, RETURNED_TO)) == 1
        source = open_source(f"maildir://{relay.maildirs / RETURNED_TO}")
        assert fetch(source=source, clock=timezone.now) == {"bounce": 1}
        assert set(Notice.objects.filter(message=rows[GONE]).values_list("kind", "source")) == {
            ("hard", "log"),
            ("hard", "mail"),
        }
