"""A mailbox in the test process that speaks real IMAP: as much of RFC 3501 as a fetching program uses.

with imap_server([b"Subject: one\r\n\r\n…"]) as server:
    f"imap://amara:secret@127.0.0.1:{server.port}/INBOX"
"""

import base64
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    mails: dict[int, bytes]
    deleted: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    capabilities: str = "IMAP4rev1 AUTH=PLAIN UIDPLUS"
    user: str = "amara"
    password: str = "secret"
    hang_up_at: str = ""  # the command at which the line goes dead
    port: int = 0
    starttls: ssl.SSLContext | None = None


class Conversation(socketserver.StreamRequestHandler):
    server: "Server"

    def handle(self) -> None:
        self.box = self.server.box
        self.say("* OK ready")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            tag, _, rest = line.partition(" ")
            name = " ".join(
                rest.upper().split()[:2] if rest.upper().startswith("UID") else rest.upper().split()[:1]
            )
            self.box.commands.append(name)
            if name == self.box.hang_up_at:
                return
            if not self.answer(tag, name, rest):
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()  # the one under TLS is not the one that socketserver knows

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, tag: str, name: str, rest: str) -> bool:
        box, done = self.box, f"{tag} OK done"
        if name == "CAPABILITY":
            offers = box.capabilities + (" STARTTLS" if box.starttls else "")
            self.say(f"* CAPABILITY {offers}")
        elif name == "STARTTLS" and box.starttls:
            self.say(done)
            self.request = box.starttls.wrap_socket(self.request, server_side=True)
            self.setup()
            return True
        elif name == "AUTHENTICATE":
            self.say("+ ")
            _, user, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
            done = (
                done
                if (user, password) == (box.user, box.password)
                else f"{tag} NO [AUTHENTICATIONFAILED] no"
            )
        elif name == "LOGIN":
            right = f'LOGIN {box.user} "{box.password}"'
            done = done if rest == right else f"{tag} NO [AUTHENTICATIONFAILED] no"
        elif name == "SELECT":
            if rest.split(" ", 1)[1] != '"INBOX"':
                done = f"{tag} NO [NONEXISTENT] amara has no such folder"
            self.say(f"* {len(box.mails)} EXISTS")
        elif name == "UID SEARCH":
            self.say("* SEARCH " + " ".join(str(uid) for uid in sorted(box.mails) if uid not in box.deleted))
        elif name == "UID FETCH":
            uid, most = (
                int(part) for part in re.findall(r"FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest)[0]
            )
            if uid in box.mails:
                content = box.mails[uid][:most]
                self.wfile.write(
                    b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, len(content)) + content + b")\r\n"
                )
        elif name == "UID STORE":
            box.deleted.add(int(rest.split()[2]))
        elif name in {"UID EXPUNGE", "EXPUNGE"}:
            chosen = {int(rest.split()[2])} if name == "UID EXPUNGE" else set(box.mails)
            for uid in chosen & box.deleted:
                box.mails.pop(uid, None)
        elif name == "LOGOUT":
            self.say("* BYE bye")
            self.say(done)
            return False
        self.say(done)
        return True


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: Mailbox
    implicit: ssl.SSLContext | None = None

    def get_request(self) -> tuple:
        connection, address = super().get_request()
        if self.implicit is not None:
            connection = self.implicit.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, *_: object) -> None:
        """A client that went away is what some tests are about."""


@contextmanager
def imap_server(
    mails: list[bytes], *, implicit: ssl.SSLContext | None = None, **more: object
) -> Iterator[Mailbox]:
    with Server(("127.0.0.1", 0), Conversation) as server:
        server.box = Mailbox(dict(enumerate(mails, start=101)), port=server.server_address[1], **more)
        server.implicit = implicit
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.shutdown()
            thread.join()
