"""A gate in front of a service, in a thread: it lets through, refuses, or swallows: accepts and never answers.

    gate = Gate(("127.0.0.1", 6379))        or the path of a socket
    gate.port; gate.refuse(); gate.swallow(); gate.open(); gate.close()

What it does to new connections it does to those that are there: refused means hung up.
"""

import contextlib
import socket
import threading

Place = tuple[str, int] | str


class Gate:
    def __init__(self, service: Place, *, host: str = "127.0.0.1") -> None:
        self.host = host
        self.service = service
        self.lets_through = threading.Event()
        self.lets_through.set()
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listen(0)
        self.port = self.door.getsockname()[1]

    def open(self) -> None:
        if self.door.fileno() < 0:
            self._listen(self.port)
        elif not self.lets_through.is_set():
            self._hang_up()  # what was swallowed is gone, as after a network that was cut
        self.lets_through.set()

    def refuse(self) -> None:
        # A listening socket that another thread waits in is closed by shutdown alone.
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self._hang_up()

    def swallow(self) -> None:
        self.lets_through.clear()

    def close(self) -> None:
        self.refuse()
        self.lets_through.set()

    def _listen(self, port: int) -> None:
        self.door = socket.create_server((self.host, port), backlog=128)
        threading.Thread(target=self._stand, args=(self.door,), daemon=True).start()

    def _stand(self, door: socket.socket) -> None:
        while True:
            try:
                outside, _ = door.accept()
                inside = self._inside()
            except OSError:
                if door.fileno() < 0:
                    return
                continue
            self.pairs.append((outside, inside))
            for one, other in ((outside, inside), (inside, outside)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _inside(self) -> socket.socket:
        if isinstance(self.service, tuple):
            return socket.create_connection(self.service)
        inside = socket.socket(socket.AF_UNIX)
        inside.connect(self.service)
        return inside

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.lets_through.wait()
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _hang_up(self) -> None:
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
