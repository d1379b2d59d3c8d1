"""The mailbox for bounces and answers at a real IMAP server: kept here, deleted there, and nothing else is touched."""

import imaplib
import mailbox
import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.utils import timezone

from outbox.fetching import fetch
from outbox.mail_sources import open_source
from outbox.mail_sources.base import SourceError
from outbox.models import IncomingMail, Notice
from outbox.return_addresses import bounce_address
from tests.mail_servers.dovecot import PASSWORD, Dovecot, dovecot
from tests.mail_servers.post import MAIL, USER, folder_of_its_own
from tests.outbox import reports
from tests.outbox.factories import a_message

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WAYS = {"imaps": "sealed_port", "imap": "port"}


@pytest.fixture(scope="module")
def maildir() -> Iterator[Path]:
    with folder_of_its_own() as folder:
        maildir = folder / "mail" / "bounces"
        mailbox.Maildir(maildir, create=True)
        for each in (maildir, *maildir.iterdir()):
            os.chown(each, MAIL, MAIL)
        yield maildir


@pytest.fixture(scope="module")
def server(maildir: Path) -> Iterator[Dovecot]:
    with dovecot(maildir) as server:
        yield server


@pytest.fixture(autouse=True)
def _trusted(server: Dovecot, monkeypatch, settings) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"


def put(server: Dovecot, *mails: bytes, flags: str = "") -> None:
    with as_a_person(server) as box:
        for mail in mails:
            box.append("INBOX", flags, None, mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def as_a_person(server: Dovecot) -> imaplib.IMAP4_SSL:
    box = imaplib.IMAP4_SSL("127.0.0.1", server.sealed_port, ssl_context=ssl.create_default_context())
    box.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
    return box


def left(server: Dovecot) -> list[bytes]:
    with as_a_person(server) as box:
        box.select()
        return [
            box.fetch(number, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1].strip()
            for number in box.search(None, "ALL")[1][0].split()
        ]


def url(server: Dovecot, way: str, password: str = PASSWORD) -> str:
    return f"{way}://{USER}:{quote(password)}@127.0.0.1:{getattr(server, WAYS[way])}/INBOX"


@pytest.mark.parametrize("way", WAYS)
def test_the_mailbox_is_emptied_but_for_what_a_person_has_marked(server, way):
    rows = [a_message(key=f"note:{number}", to="embassy@mission.example") for number in range(2)]
    put(
        server,
        *(
            reports.qmail(to="embassy@mission.example", bounce=bounce_address(row.pk), quoted="")
            for row in rows
        ),
    )
    put(server, b"Subject: cheap watches\r\n\r\nBuy.\r\n")
    # Somebody who looks into the mailbox has marked it as deleted, and may think better of it.
    put(server, b"Subject: kept by Bela\r\n\r\nSalem.\r\n", flags=r"(\Deleted)")
    source = url(server, way)
    assert [dict(fetch(source=open_source(source), clock=timezone.now)) for _ in range(2)] == [
        {"bounce": 2, "unsorted": 1},
        {},
    ]
    assert (IncomingMail.objects.count(), Notice.objects.count()) == (3, 2)
    assert left(server) == [b"Subject: kept by Bela"]
    with as_a_person(server) as box:
        box.select()
        box.expunge()


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_password_is_named_as_that(server, way):
    with pytest.raises(SourceError, match="refuses the name or the password"):
        fetch(source=open_source(url(server, way, "wrong")), clock=timezone.now)
