"""Start the children, say where the demonstration is, follow them, and leave no process behind.

However this process ends (INT, TERM, HUP, KILL), the pipes that it holds close, and each child's
leash (demo/leash.py) ends the child. `stop` does the same in order and waits.
"""

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

from demo import addresses
from demo.addresses import HOST
from demo.children import Child, commands, environment_of

LOOK_EVERY_SECONDS = 0.1
ANSWER_WITHIN_SECONDS = 60
LEASH_WAIT_SECONDS = 10


class Failed(Exception):
    """A part did not start or kept dying; the message names it and its log."""


class Supervisor:
    """`given`: addresses of services that are there already (REDIS_URL, EMAIL_URL); `say`: prints one line."""

    def __init__(self, *, folder: Path, port: int, given: dict[str, str], say: Callable[[str], None]) -> None:
        self.folder, self.port, self.say = folder, port, say
        mailbox, broker = addresses.free_ports(2)
        self.values = {
            "OUTCRY_URL": f"http://{HOST}:{port}",
            "EMAIL_URL": given.get("EMAIL_URL") or f"smtp://{HOST}:{mailbox}",
            "REDIS_URL": given.get("REDIS_URL") or f"redis://{HOST}:{broker}/0",
        }
        self.children = [
            Child(name, command, folder / f"{name}.log")
            for name, command in commands(
                web=port,
                mailbox=None if given.get("EMAIL_URL") else mailbox,
                broker=None if given.get("REDIS_URL") else broker,
                folder=folder,
            )
        ]
        self.asked_to_stop = False

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)
        # The page first: nobody waits for a worker before there is something to press.
        late = [child for child in self.children if child.name in {"worker", "beat"}]
        self._start(child for child in self.children if child not in late)
        self._wait_for_page()
        self._start(late)
        addresses.write(self.folder, self.values)

    def follow(self) -> None:
        """Return when asked to stop; a child that ends is started again, a few times."""
        while not self.asked_to_stop:
            self._restart_ended()
            time.sleep(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        addresses.forget(self.folder)
        for child in self.children:
            child.release()
        for child in self.children:
            if child.process:
                child.process.wait(LEASH_WAIT_SECONDS)

    def _start(self, children: Iterable[Child]) -> None:
        for child in children:
            child.log.write_bytes(b"")
            child.start(environment_of(self.values))

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _restart_ended(self) -> None:
        for child in self.children:
            if not child.has_ended():
                continue
            reason = child.last_line()
            child.release()
            if not child.may_restart():
                raise Failed(
                    f"{child.name} ended again and again; its last words: {reason} ({child.log} has the rest)."
                )
            self.say(f"{child.name} ended and is started again; {child.log} says why.")
            child.start(environment_of(self.values))

    def _wait_for_page(self) -> None:
        deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
        while not self.asked_to_stop:
            self._restart_ended()
            status = _status(self.values["OUTCRY_URL"] + "/")
            if 0 < status < 500:
                return
            if status or time.monotonic() > deadline:
                said = f"answers with an error ({status})" if status else "does not answer"
                raise Failed(f"The first page {said}: {self.folder / 'web.log'} says why.")
            time.sleep(LOOK_EVERY_SECONDS / 2)


def _status(url: str) -> int:
    """The status of a page, or 0 where nobody answers yet. No proxy: it is this machine."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
