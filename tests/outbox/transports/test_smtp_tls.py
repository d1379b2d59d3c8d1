"""SMTP over TLS, to real servers: with a wrong certificate, or without the TLS that was asked for, nothing is said to them."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.conf import LazySettings

from outbox.transports.base import TransportError
from outbox.transports.smtp import SMTPTransport
from tests.outbox.certificates import LOOPBACK, Authority
from tests.outbox.mailserver import MailServer, mail_server
from tests.outbox.transports.every import TEXT, a_parcel
from tests.outbox.transports.test_smtp import SMTPConversation

WAYS = ("starttls", "implicit")


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """OpenSSL's own variable names whom this machine trusts, as an operator with an authority of their own would set it."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@contextmanager
def tls_server(
    settings: LazySettings, way: str, context: ssl.SSLContext, *, hostname: str = "127.0.0.1", **more: object
) -> Iterator[MailServer]:
    asked = (
        {"ssl_context": context}
        if way == "implicit"
        else {"tls_context": context, "require_starttls": True, "auth_require_tls": True}
    )
    with mail_server(hostname=hostname, **asked, **more) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = hostname, server.port
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = way == "implicit", way == "starttls"
        yield server


def send() -> str:
    transport = SMTPTransport()
    try:
        return transport.send(a_parcel()).text
    finally:
        transport.close()


def fails() -> TransportError:
    with pytest.raises(TransportError) as caught:
        send()
    return caught.value


class TestSTARTTLS(SMTPConversation):
    @pytest.fixture(autouse=True)
    def _open(self, authority, settings):
        with tls_server(settings, "starttls", authority.context()) as server:
            yield from self.use(server)


class TestImplicitTLS(SMTPConversation):
    @pytest.fixture(autouse=True)
    def _open(self, authority, settings):
        with tls_server(settings, "implicit", authority.context()) as server:
            yield from self.use(server)


def test_with_starttls_the_text_travels_encrypted(authority, settings):
    with tls_server(settings, "starttls", authority.context()) as server:
        assert send() == "2.0.0 Ok: queued as Q0001"
    assert server.sessions[0].ssl is not None
    assert [envelope.content for envelope in server.envelopes] == [TEXT]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("names", "ends"),
    [
        (("mail.other.example",), timedelta(days=1)),
        (("127.0.0.2",), timedelta(days=1)),
        (LOOPBACK, timedelta(days=-1)),
    ],
    ids=["of another host", "of another address", "out of date"],
)
def test_a_wrong_certificate_ends_it_before_anything_is_said(authority, settings, way, names, ends):
    with tls_server(settings, way, authority.context(names, ends=ends)) as server:
        error = fails()
    assert (error.unreached, error.in_doubt, error.permanent) == (True, False, False)
    assert error.answer.startswith("The mail server was not reached: SSLCertVerificationError")
    assert server.envelopes == []


@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_that_nobody_we_trust_vouches_for_ends_it_too(
    authority, settings, way, tmp_path_factory
):
    stranger = Authority(tmp_path_factory.mktemp("stranger"))
    with tls_server(settings, way, stranger.context()) as server:
        assert fails().unreached is True
    assert server.envelopes == []


@pytest.mark.parametrize("way", WAYS)
def test_a_server_without_the_tls_that_was_asked_for_gets_nothing_in_clear(server, settings, way):
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = way == "implicit", way == "starttls"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "outcry", "not a word of this"
    error = fails()
    assert (error.unreached, error.in_doubt) == (True, False)
    assert server.envelopes == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_it_says_who_it_is_in_the_way_that_the_server_knows(authority, settings, way, mechanism):
    asked: list[tuple[str, LoginPassword]] = []

    def check(server, session, envelope, mechanism, given):
        asked.append((mechanism, given))
        return AuthResult(success=given == LoginPassword(b"outcry", b"open sesame"), handled=False)

    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "outcry", "open sesame"
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]
    more = {"authenticator": check, "auth_exclude_mechanism": [other]}
    if way == "implicit":
        more["auth_require_tls"] = False  # aiosmtpd only knows the TLS of STARTTLS
    with tls_server(settings, way, authority.context(), **more) as server:
        assert send() == "2.0.0 Ok: queued as Q0001"
        assert asked == [(mechanism, LoginPassword(b"outcry", b"open sesame"))]
        settings.EMAIL_HOST_PASSWORD = "wrong"
        error = fails()
    assert (error.unreached, error.permanent, error.in_doubt) == (True, False, False)
    assert "wrong" not in error.answer
    assert len(server.envelopes) == 1


def test_what_was_said_before_the_encryption_is_forgotten(authority, settings):
    """Answers slipped in behind the "go ahead" of STARTTLS are read by nobody (RFC 3207 §4.2, CVE-2021-38371 and kin)."""
    heard: list[bytes] = []
    context = authority.context()

    def serve(listening: socket.socket) -> None:
        plain, _ = listening.accept()
        plain.sendall(b"220 between.example\r\n")
        plain.recv(1000)
        plain.sendall(b"250-between.example\r\n250 STARTTLS\r\n")
        assert plain.recv(1000) == b"STARTTLS\r\n"
        # What stands behind the first line would make us say MAIL with SMTPUTF8 and believe that it was taken.
        plain.sendall(
            b"220 go ahead\r\n250-between.example\r\n250-PIPELINING\r\n250 SMTPUTF8\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n"
        )
        try:
            secret = context.wrap_socket(plain, server_side=True)
        except OSError:
            return  # it would not speak to us any more: as good
        with secret, secret.makefile("rb") as lines:
            for answer in (b"250 inside.example", b"550 5.7.1 not from here", b"221 bye"):
                heard.append(lines.readline())
                secret.sendall(answer + b"\r\n")
                if not heard[-1]:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_USE_TLS = True
        error = fails()
        thread.join()
    assert (error.answer, error.permanent) == ("5.7.1 not from here", True)
    assert [line.split()[0].upper() for line in heard] == [b"EHLO", b"MAIL", b"QUIT"]


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")
@pytest.mark.parametrize("way", WAYS)
def test_a_server_with_an_ipv6_address(authority, settings, way):
    with tls_server(settings, way, authority.context(), hostname="::1") as server:
        assert send() == "2.0.0 Ok: queued as Q0001"
    assert server.sessions[0].peer[0] == "::1"


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")
def test_an_ipv6_server_without_tls(settings):
    with mail_server(hostname="::1") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "::1", server.port
        assert send() == "2.0.0 Ok: queued as Q0001"
