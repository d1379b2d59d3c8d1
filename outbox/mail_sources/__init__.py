"""Where mail to our addresses lies: one file per way, chosen by the address in OUTCRY_INTAKE_URL.

maildir:///srv/mail/bounces                     a Maildir that this machine's mail server delivers to
imaps://user:password@mail.example.org/INBOX    a mailbox elsewhere; imap:// begins with STARTTLS
"""

from urllib.parse import unquote, urlsplit

from outbox.mail_sources.base import MailSource, SourceError
from outbox.mail_sources.imap import IMAPSource
from outbox.mail_sources.maildir import MaildirSource

FORM = (
    "like imaps://user:password@host/INBOX or maildir:///srv/mail/bounces, special characters percent-encoded"
)


def open_source(url: str) -> MailSource:
    """Raise SourceError for an address of another form. Its words hold no password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceError(f"OUTCRY_INTAKE_URL must be {FORM}.") from error
    path = unquote(parts.path)
    if parts.scheme == "maildir" and path:
        return MaildirSource(path)
    if parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username:
        return IMAPSource(
            host=parts.hostname,
            port=port,
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=path.strip("/") or "INBOX",
            is_implicit=parts.scheme == "imaps",
        )
    raise SourceError(f"OUTCRY_INTAKE_URL must be {FORM}.")
