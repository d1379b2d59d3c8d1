"""Dovecot: a Maildir over IMAP, with TLS from the first byte on one port and STARTTLS on another. As most servers it tells what
it can do only after the log-in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.addresses import free_ports
from tests.mail_servers.machine import running
from tests.mail_servers.post import MAIL, USER, folder_of_its_own
from tests.outbox.certificates import Authority

PASSWORD = "pass-wörd"  # IMAP takes one that SMTP does not (RFC 4616)
_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
log_path = {folder}/dovecot.log
mail_location = maildir:{maildir}
first_valid_uid = 1
first_valid_gid = 1
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
ssl_dh =
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail} home={folder}
}}
# Who guesses passwords waits, which costs tests their time.
auth_failure_delay = 0 secs
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {sealed}
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    port: int
    sealed_port: int
    authority: Path


@contextmanager
def dovecot(maildir: Path) -> Iterator[Dovecot]:
    """`maildir` is readable and writable for the user mail."""
    with folder_of_its_own() as folder:
        authority = Authority(folder)
        (folder / "server.pem").write_bytes(authority.key_and_certificate())
        here = Dovecot(*free_ports(2), authority.file)
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        words = {
            "folder": folder,
            "maildir": maildir,
            "mail": MAIL,
            "port": here.port,
            "sealed": here.sealed_port,
        }
        (folder / "configuration").write_text(_CONFIGURATION.format(**words))
        start = f"exec /usr/sbin/dovecot -F -c {folder}/configuration"
        with running(
            "dovecot-imapd",
            users=("dovenull", "dovecot"),
            command=["sh", "-c", start],
            port=here.port,
            folder=folder,
            says=b"* O",
        ):
            yield here
