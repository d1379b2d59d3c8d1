"""Postfix: one port with CHUNKING and PIPELINING, one without CHUNKING, and one where all is said over TLS. It keeps a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from demo.addresses import free_ports
from tests.mail_servers.machine import kill, running
from tests.mail_servers.post import (
    DOMAIN,
    GONE,
    LATER,
    MAIL,
    REFUSED_SUBJECT,
    RETURNED,
    RETURNED_TO,
    SECONDS,
    Post,
    folder_of_its_own,
)
from tests.outbox.certificates import Authority

_MAIN = """
compatibility_level = 3.6
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
queue_directory = {folder}/queue
data_directory = {folder}/data
myhostname = relay.example
mydestination = {returned_to}
recipient_delimiter = +
local_recipient_maps =
default_privs = mail
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps = hash:{folder}/aliases
smtpd_peername_lookup = no
service_throttle_time = 1s
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/recipients, permit_mynetworks, reject
header_checks = regexp:{folder}/headers
smtpd_reject_unlisted_recipient = no
relayhost = {next_server}
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = regexp:{folder}/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{mail}
virtual_gid_maps = static:{mail}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{plain} inet n - n - - smtpd -o smtpd_discard_ehlo_keywords=chunking
127.0.0.1:{sealed} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_tls_chain_files={folder}/server.pem
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
virtual unix - n n - - virtual
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
_FILES = {
    "main.cf": _MAIN,
    "master.cf": _MASTER,
    "recipients": f"/^{GONE}@/ 550 5.1.1 no such mailbox\n/^{LATER}@/ 450 4.2.0 come back later\n",
    "headers": f"/^Subject: {REFUSED_SUBJECT}/ REJECT not this text\n",
    "mailboxes": f"if !/^{RETURNED}@/\n/@{DOMAIN}$/ {DOMAIN}/\nendif\n",
    # As docs/operate.md has it.
    "aliases": "bounces: {folder}/mail/{returned_to}/\n",
}
_QUEUE = "active bounce corrupt defer deferred flush hold incoming private saved trace"


@dataclass(frozen=True)
class Postfix(Post):
    plain_port: int
    sealed_port: int
    authority: Path
    machine: int = 0

    @property
    def log(self) -> str:
        return (self.folder / "mail.log").read_text()

    def end_conversations(self) -> int:
        return kill("smtpd", machine=self.machine)

    def await_in_log(self, *words: str) -> None:
        """A line about a mail is written after the mail is where it should be."""
        ends = time.monotonic() + SECONDS
        while not all(word in self.log for word in words) and time.monotonic() < ends:
            time.sleep(0.05)


@contextmanager
def postfix(next_port: int = 0) -> Iterator[Postfix]:
    """With `next_port` of 127.0.0.1 it refuses nobody and keeps only what comes back: all other mail goes on to there."""
    with folder_of_its_own() as folder:
        authority = Authority(folder)
        (folder / "server.pem").write_bytes(authority.key_and_certificate())
        here = Postfix(folder, *free_ports(3), authority.file)
        words = {"folder": folder, "mail": MAIL, "returned_to": RETURNED_TO}
        words |= {
            "next_server": f"[127.0.0.1]:{next_port}" if next_port else "",
            "domain": "" if next_port else DOMAIN,
        }
        words |= {"port": here.port, "plain": here.plain_port, "sealed": here.sealed_port}
        for name, text in (_FILES | ({"recipients": ""} if next_port else {})).items():
            (folder / name).write_text(text.format(**words))
        (folder / "queue").mkdir()
        for name in ("data", *(f"queue/{name}" for name in _QUEUE.split())):
            (folder / name).mkdir(mode=0o700)
        for name, mode in (("pid", 0o755), ("public", 0o710), ("maildrop", 0o730)):
            (folder / "queue" / name).mkdir()
            (folder / "queue" / name).chmod(mode)
        make_own = f"chown postfix {folder}/data {folder}/queue/[a-oq-z]* {folder}/queue/p[ru]*; chgrp postdrop {folder}/queue/public {folder}/queue/maildrop"
        # postalias reads the aliases as newaliases does.
        command = [
            "sh",
            "-c",
            f"{make_own}; /usr/sbin/postalias -c {folder} {folder}/aliases && exec /usr/lib/postfix/sbin/master -c {folder}",
        ]
        with running(
            "postfix", users=("postfix", "postdrop"), command=command, port=here.port, folder=folder
        ) as machine:
            yield replace(here, machine=machine)
