"""Mail is fetched from a real Maildir and over real IMAP: kept before it is deleted, and counted once whatever dies."""

import io
import ipaddress
import mailbox
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import OperationalError

from outbox import fetching
from outbox.mail_sources import open_source
from outbox.mail_sources.base import SourceError
from outbox.models import Heartbeat, IncomingMail, Notice
from outbox.return_addresses import bounce_address
from outbox.tasks import take_in
from tests.outbox import reports
from tests.outbox.factories import NOW, a_message
from tests.outbox.imap_server import imap_server

pytestmark = pytest.mark.django_db
PASSWORD = "secret"
OFFICE = "embassy@mission.example"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"


@pytest.fixture
def bounces():
    """Three mails: two about messages of ours, one about nothing."""
    rows = [a_message(key=f"note:{number}", to=OFFICE) for number in range(2)]
    found = [reports.qmail(to=OFFICE, bounce=bounce_address(row.pk), quoted="") for row in rows]
    return [*found, b"Subject: cheap watches\r\n\r\nBuy.\r\n"]


@pytest.fixture
def maildir(tmp_path):
    return mailbox.Maildir(tmp_path / "bounces", create=True)


def clock():
    return NOW


def fetch(url):
    return dict(fetching.fetch(source=open_source(url), clock=clock))


def imap(server, *, user="amara", password=PASSWORD, folder="INBOX"):
    return f"imap://{user}:{password}@127.0.0.1:{server.port}/{folder}"


def test_a_maildir_is_emptied_and_everything_is_kept(maildir, bounces, tmp_path):
    for mail in bounces:
        maildir.add(mail)
    url = f"maildir://{tmp_path / 'bounces'}"
    assert [fetch(url), fetch(url)] == [{"bounce": 2, "unsorted": 1}, {}]
    assert (len(maildir), IncomingMail.objects.count(), Notice.objects.count()) == (0, 3, 2)


def test_a_mailbox_over_imap_is_emptied_and_everything_is_kept(bounces):
    with imap_server(bounces) as server:
        assert [fetch(imap(server)), fetch(imap(server))] == [{"bounce": 2, "unsorted": 1}, {}]
        assert (server.mails, server.commands[-1]) == ({}, "LOGOUT")
    assert set(IncomingMail.objects.values_list("came_through", flat=True)) == {"imap"}
    assert Notice.objects.count() == 2


def test_an_old_server_is_enough(bounces):
    with imap_server(bounces, capabilities="IMAP4rev1") as server:
        assert fetch(imap(server)) == {"bounce": 2, "unsorted": 1}
        assert ("LOGIN" in server.commands, "EXPUNGE" in server.commands, server.mails) == (True, True, {})


@pytest.mark.parametrize("command", ["UID STORE", "UID EXPUNGE"])
def test_what_dies_between_keeping_and_deleting_loses_nothing_and_counts_nothing_twice(bounces, command):
    with imap_server(bounces, hang_up_at=command) as server:
        with pytest.raises(SourceError, match="The mailbox was lost"):
            fetch(imap(server))
        assert (len(server.mails), IncomingMail.objects.count()) == (3, 1)
        server.hang_up_at = ""
        server.deleted.clear()
        assert fetch(imap(server)) == {"again": 1, "bounce": 1, "unsorted": 1}
        assert server.mails == {}
    assert (IncomingMail.objects.count(), Notice.objects.count()) == (3, 2)


def test_a_mail_that_cannot_be_kept_stays_where_it_is(maildir, bounces, tmp_path, monkeypatch):
    maildir.add(bounces[0])

    def full(*_args, **_more):
        raise OperationalError("disk full")

    monkeypatch.setattr(fetching, "take_in", full)
    with pytest.raises(OperationalError):
        fetch(f"maildir://{tmp_path / 'bounces'}")
    assert len(maildir) == 1


def test_another_worker_that_takes_the_same_mail_is_no_trouble(maildir, bounces, tmp_path):
    maildir.add(bounces[0])
    with (
        open_source(f"maildir://{tmp_path / 'bounces'}") as first,
        open_source(f"maildir://{tmp_path / 'bounces'}") as second,
    ):
        handle, _ = next(first.waiting())
        second.remove(handle)
        first.remove(handle)
        assert list(second.waiting()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "wrong"}, "The mailbox refuses the name or the password of OUTCRY_INTAKE_URL."),
        ({"user": "bela"}, "The mailbox refuses the name or the password of OUTCRY_INTAKE_URL."),
        ({"folder": "Elsewhere"}, "The folder cannot be opened (NONEXISTENT)."),
    ],
)
def test_a_mailbox_that_does_not_open_says_why_and_names_nobody(change, words):
    with imap_server([]) as server, pytest.raises(SourceError) as refused:
        fetch(imap(server, **change))
    assert str(refused.value) == words


@pytest.mark.parametrize(
    "url",
    ["", "pop3://a:secret@b", "imaps://host/INBOX", "maildir://", "imaps://a:b@h:secret/INBOX", "imap://[::"],
)
def test_an_address_of_another_form_is_refused_without_its_password(url):
    with pytest.raises(SourceError) as refused:
        open_source(url)
    assert "secret" not in str(refused.value)
    assert str(refused.value).startswith("OUTCRY_INTAKE_URL must be like ")


def test_a_maildir_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(SourceError, match="The Maildir of OUTCRY_INTAKE_URL is not there"):
        fetch(f"maildir://{tmp_path / 'nowhere'}")
    assert list(tmp_path.iterdir()) == []


def a_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime.now(UTC) + timedelta(days=400))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return pem, context


@pytest.mark.parametrize("way", ["imaps", "imap"])
def test_a_password_goes_only_to_a_server_whose_certificate_is_right(tmp_path, bounces, monkeypatch, way):
    pem, context = a_certificate(tmp_path)
    with imap_server(
        bounces, **({"implicit": context} if way == "imaps" else {"starttls": context})
    ) as server:
        url = imap(server).replace("imap:", f"{way}:")
        with pytest.raises(SourceError, match="SSLCertVerificationError"):
            fetch(url)
        assert {"LOGIN", "AUTHENTICATE"} & set(server.commands) == set()
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert fetch(url) == {"bounce": 2, "unsorted": 1}


def test_without_tls_no_password_leaves_this_machine(monkeypatch):
    monkeypatch.setattr("outbox.mail_sources.imap._is_this_machine", lambda _host: False)
    with imap_server([]) as server, pytest.raises(SourceError, match="The mail server offers no TLS"):
        fetch(imap(server))
    assert {"LOGIN", "AUTHENTICATE"} & set(server.commands) == set()


def test_a_mailbox_that_is_away_keeps_no_other_waiting(maildir, bounces, tmp_path, settings):
    maildir.add(bounces[0])
    settings.OUTCRY_INTAKE_URL = [
        "imap://amara:secret@127.0.0.1:1/INBOX",
        f"maildir://{tmp_path / 'bounces'}",
    ]
    with pytest.raises(SourceError):
        take_in()
    assert (IncomingMail.objects.count(), Heartbeat.objects.count()) == (1, 0)
    settings.OUTCRY_INTAKE_URL = settings.OUTCRY_INTAKE_URL[1:]
    take_in()
    assert Heartbeat.objects.get().name == "outbox.take_in"


def test_the_command_fetches_and_says_what_came(maildir, bounces, tmp_path, settings):
    settings.OUTCRY_INTAKE_URL = [f"maildir://{tmp_path / 'bounces'}"]
    for mail in bounces:
        maildir.add(mail)
    said = io.StringIO()
    for _ in range(2):
        call_command("take_in_mail", stdout=said)
    assert said.getvalue() == "bounce: 2, unsorted: 1\nnothing\n"


def test_a_pipe_of_the_mail_server_is_told_to_try_again(bounces, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bounces[0])))
    said = io.StringIO()
    call_command("take_in_mail", "--stdin", stdout=said)
    assert said.getvalue() == "bounce: 1\n"

    def away(*_args, **_more):
        raise OperationalError("no database")

    monkeypatch.setattr("outbox.management.commands.take_in_mail.take_in", away)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bounces[0])))
    with pytest.raises(CommandError) as refused:
        call_command("take_in_mail", "--stdin")
    assert (str(refused.value), refused.value.returncode) == ("The mail was not kept: OperationalError.", 75)


def test_what_mails_said_is_emptied_after_a_month_and_that_they_came_stays(maildir, bounces, tmp_path):
    maildir.add(bounces[0])
    fetch(f"maildir://{tmp_path / 'bounces'}")
    assert fetching.sweep_incoming(now=NOW + timedelta(days=29)) == 0
    later = NOW + timedelta(days=31)
    assert [fetching.sweep_incoming(now=later) for _ in range(2)] == [1, 0]
    assert IncomingMail.objects.values_list("raw", "sort", "taken_at").get() == (b"", "bounce", later)
    assert Notice.objects.count() == 1
