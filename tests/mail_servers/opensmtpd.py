"""OpenSMTPD: neither CHUNKING nor PIPELINING; one command, one answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from demo.addresses import free_ports
from tests.mail_servers.machine import running
from tests.mail_servers.post import DOMAIN, GONE, LATER, Post, folder_of_its_own

_CONFIGURATION = """
filter gone phase rcpt-to match rcpt-to {{ "{gone}@{domain}" }} reject "550 5.1.1 no such mailbox"
filter later phase rcpt-to match rcpt-to {{ "{later}@{domain}" }} reject "450 4.2.0 come back later"
filter all chain {{ gone, later }}
table everybody {{ "@" = mail }}
listen on 127.0.0.1 port {port} hostname relay.example filter all
action keep maildir "{folder}/mail/%{{dest.domain}}" virtual <everybody>
match from any for any action keep
"""


@contextmanager
def opensmtpd() -> Iterator[Post]:
    with folder_of_its_own() as folder:
        here = Post(folder, *free_ports(1))
        (folder / "configuration").write_text(
            _CONFIGURATION.format(folder=folder, port=here.port, gone=GONE, later=LATER, domain=DOMAIN)
        )
        start = f"mkdir -p -m 711 /var/lib/opensmtpd/empty /var/spool/smtpd; exec /usr/sbin/smtpd -d -f {folder}/configuration"
        with running(
            "opensmtpd",
            users=("opensmtpd", "opensmtpq"),
            command=["sh", "-c", start],
            port=here.port,
            folder=folder,
        ):
            yield here
