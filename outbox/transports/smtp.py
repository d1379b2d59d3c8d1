"""A mail server over SMTP (RFC 5321): one connection, kept open from parcel to parcel.

The moment that matters is the first byte of the text. Before it, a lost connection has carried
nothing; from it until the answer, nobody knows.
"""

import contextlib
import re
import smtplib
import ssl

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from outbox.transports.base import Answer, Parcel, Transport, TransportError, clear_of_addresses

_LINE_START_DOT = re.compile(rb"(?m)^\.")
_LOST = (smtplib.SMTPServerDisconnected, OSError)
CLOSING = 421  # the server says goodbye instead of answering (RFC 5321 §3.8)


class SMTPTransport(Transport):
    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def send(self, parcel: Parcel) -> Answer:
        reused = self._server is not None
        try:
            copies = self._announce(parcel)
        except TransportError as error:
            if not (reused and error.unreached):
                raise
            # Servers close connections that rest or have carried enough. Nothing of the text has left.
            copies = self._announce(parcel)
        return self._hand_over(parcel, copies)

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        options = {"timeout": settings.EMAIL_TIMEOUT, "local_hostname": DNS_NAME.get_fqdn()}
        if settings.EMAIL_USE_SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.EMAIL_HOST, settings.EMAIL_PORT, context=ssl.create_default_context(), **options
            )
        else:
            server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, **options)
        try:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            server.close()
            raise
        return server

    def _announce(self, parcel: Parcel) -> str:
        """MAIL, RCPT and DATA up to the server's "go on". Return what it said about refused copies."""
        try:
            if self._server is None:
                self._server = self._connect()
            self._ask(self._server.mail(parcel.sender, self._mail_options(self._server, parcel)), 250)
            self._ask(self._server.rcpt(parcel.recipients[0]), 250, 251)
            refused = ""
            for copy in parcel.recipients[1:]:
                code, answer = self._server.rcpt(copy)
                if code == CLOSING:
                    self._ask((code, answer))
                if code not in {250, 251}:
                    refused = f"; a copy was refused: {code} {clear_of_addresses(answer)}"
            self._ask(self._server.docmd("DATA"), 354)
        except (smtplib.SMTPException, OSError) as error:
            # A failed login or TLS is the connection's trouble too: no parcel is to blame for it.
            self._drop()
            raise TransportError(
                f"The mail server was not reached: {_named(error)}.", unreached=True
            ) from error
        return refused

    def _hand_over(self, parcel: Parcel, copies: str) -> Answer:
        assert self._server is not None  # noqa: S101 -- _announce has opened it
        text = _LINE_START_DOT.sub(b"..", parcel.content)
        try:
            self._server.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, answer = self._server.getreply()
        except _LOST as error:
            self._drop()
            raise TransportError(f"No answer after the text: {_named(error)}.", in_doubt=True) from error
        if code == 250:
            return Answer(code, (clear_of_addresses(answer) + copies)[:500])
        if code == CLOSING:
            self._drop()
        raise TransportError(clear_of_addresses(answer), code=code, permanent=code >= 500)

    def _ask(self, reply: tuple[int, bytes], *wanted: int) -> None:
        code, answer = reply
        if code in wanted:
            return
        if code == CLOSING or code < 0:
            raise smtplib.SMTPServerDisconnected(clear_of_addresses(answer))
        # The next parcel begins with a clean slate, whatever the server has kept of this one.
        assert self._server is not None  # noqa: S101 -- it has just answered
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._server.rset()
        raise TransportError(clear_of_addresses(answer), code=code, permanent=code >= 500)

    @staticmethod
    def _mail_options(server: smtplib.SMTP, parcel: Parcel) -> list[str]:
        options = [f"SIZE={len(parcel.content)}"] if server.has_extn("size") else []
        if parcel.needs_utf8:
            if not server.has_extn("smtputf8"):
                raise TransportError(
                    "The mail server does not take addresses in this script.", permanent=True, code=553
                )
            server.command_encoding = "utf-8"
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        return options


def _named(error: BaseException) -> str:
    detail = clear_of_addresses(str(error.args[-1])) if error.args else ""
    return f"{type(error).__name__} {detail}".strip()
