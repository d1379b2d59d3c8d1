"""A mail server that offers PIPELINING, and CHUNKING where asked to, and says something odd once: what no library of servers
can be made to say.

with odd_server({("RCPT", 2): b"421 4.3.2 going down\r\n"}) as server:     # the second RCPT of all is answered so

An answer that ends with CLOSE is followed by hanging up. "." stands for the end of a text. A deaf one throws away what has come with
the end of a text (not in chunks).
"""

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

CLOSE = b"(and hangs up)"
SAID = {
    "EHLO": b"250-odd.example\r\n250 PIPELINING\r\n",
    "EHLO, CHUNKING": b"250-odd.example\r\n250-CHUNKING\r\n250 PIPELINING\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 2.0.0 Ok: queued as Q1\r\n",
    "QUIT": b"221 bye\r\n" + CLOSE,
}


class OddServer:
    def __init__(self, odd: Mapping[tuple[str, int], bytes], *, chunks: bool, deaf: bool) -> None:
        self.deaf = deaf
        self.odd = {("EHLO", number): SAID["EHLO, CHUNKING"] for number in range(9) if chunks} | dict(odd)
        self.heard: Counter[str] = Counter()
        self.texts: list[bytes] = []  # those that were taken
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._stand, daemon=True).start()

    def _stand(self) -> None:
        with contextlib.suppress(OSError):  # the door was closed
            while True:
                guest, _ = self.door.accept()
                threading.Thread(target=self._talk, args=(guest,), daemon=True).start()

    def _talk(self, guest: socket.socket) -> None:
        with contextlib.suppress(OSError), guest, guest.makefile("rb", 0 if self.deaf else -1) as lines:
            guest.sendall(b"220 odd.example\r\n")
            for line in lines:
                verb = line.split()[0].decode().upper()
                if verb == "BDAT":
                    if not self._chunk(guest, lines.read(int(line.split()[1]))):
                        return
                    continue
                if not self._say(guest, verb):
                    return
                if verb == "DATA" and self._goes_on:
                    text = b""
                    while not text.endswith(b"\r\n.\r\n"):
                        if not (more := lines.readline()):
                            return  # hung up in the middle: it is thrown away (RFC 5321 §4.1.1.4)
                        text += more
                    self.texts += [text] if self._takes() else []
                    if self.deaf:
                        self._throw_away(guest)
                    if not self._say(guest, "."):
                        return

    def _chunk(self, guest: socket.socket, text: bytes) -> bool:
        if self._refused:  # thrown away
            self.odd.setdefault(("BDAT", self.heard["BDAT"] + 1), b"554 5.5.1 no valid recipients\r\n")
        elif self.odd.get(("BDAT", self.heard["BDAT"] + 1), b"250").startswith(b"250"):
            self.texts.append(text)
        return self._say(guest, "BDAT")

    def _throw_away(self, guest: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while guest.recv(4096, socket.MSG_DONTWAIT):
                pass

    def _takes(self) -> bool:
        return self.odd.get((".", self.heard["."] + 1), b"250").startswith(b"250")

    def _say(self, guest: socket.socket, verb: str) -> bool:
        self.heard[verb] += 1
        said = self.odd.get((verb, self.heard[verb]), SAID.get(verb, b"250 ok\r\n"))
        self._goes_on = said.startswith(b"354")
        if verb in {"MAIL", "RCPT"}:
            self._refused = not said.startswith(b"25") or (verb == "RCPT" and self._refused)
        guest.sendall(said.removesuffix(CLOSE))
        return not said.endswith(CLOSE)


@contextmanager
def odd_server(
    odd: Mapping[tuple[str, int], bytes], *, chunks: bool = False, deaf: bool = False
) -> Iterator[OddServer]:
    server = OddServer(odd, chunks=chunks, deaf=deaf)
    try:
        yield server
    finally:
        server.door.close()
