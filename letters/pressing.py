"""Keep one press per process, hand it pages, and end it when it is late or old.

A plain child process and not a pool: Celery's prefork workers may not have multiprocessing children.
The press ends by itself when this process does, because its socket closes.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from letters.press import READY

SECONDS = 20  # for one letter, by the clock on the wall
START_SECONDS = 60
LETTERS_PER_PRESS = 500  # WeasyPrint keeps a little of every document
ROOT = Path(__file__).resolve().parent.parent
# All that the press may know of this process: where the loader finds Pango and where scratch files go.
KEPT = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "TMPDIR",
    "HOME",
    "LANG",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
)


class PressMissing(Exception):
    """The press does not start, so no letter can be made: Pango is missing, or the machine is full. Try again later."""


class PressRefused(Exception):
    """This page cannot be made within the limits. Trying again does not help."""


class PressEnded(PressRefused):
    """Over this page; but where the press had made others before, they may be to blame, or whoever ended it."""


class NoShell(Exception):
    """Letters of this page cannot be stamped; each is a render of its own. The reason is for who keeps the engine."""


@dataclass(frozen=True)
class Pressed:
    pdf: bytes
    pages: int
    size: float


class Press:
    def __init__(self) -> None:
        self.link, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "letters.press", str(theirs.fileno())],
                cwd=ROOT,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.left = LETTERS_PER_PRESS
        try:
            if not self.link.poll(START_SECONDS) or self.link.recv_bytes() != READY:
                raise EOFError
        except (EOFError, OSError):
            self.close()
            raise PressMissing(
                "The press for letters does not start; manage.py check says what is missing."
            ) from None

    def press(self, page: dict[str, Any]) -> Pressed:
        self.left -= 1
        try:
            self.link.send_bytes(json.dumps(page).encode())
            head = json.loads(self._receive())
            pdf = self._receive() if "pages" in head else b""
        except (EOFError, OSError):
            self.close()
            ended = PressRefused if self.process.returncode == -signal.SIGXCPU else PressEnded
            raise ended("it used up the memory or the processor time that a letter may have") from None
        if "out_of_memory" in head:
            raise PressEnded(head["out_of_memory"])
        if "error" in head:
            raise PressRefused(head["error"])
        if "no_shell" in head:
            raise NoShell(head["no_shell"])
        return Pressed(pdf=pdf, pages=head["pages"], size=head["size"])

    def _receive(self) -> bytes:
        if not self.link.poll(SECONDS):
            self.close()
            raise PressRefused(f"it was not done after {SECONDS} seconds")
        return self.link.recv_bytes()

    def close(self) -> None:
        self.left = 0
        self.link.close()
        self.process.kill()
        self.process.wait()


_lock = threading.Lock()
_press: tuple[int, Press] | None = None


def press(page: dict[str, Any]) -> Pressed:
    """Raise PressRefused for this page, PressMissing for every page."""
    with _lock:  # one page at a time: WeasyPrint is bound to one core anyway
        ready = _ready()
        was_used = ready.left < LETTERS_PER_PRESS
        try:
            return ready.press(page)
        except PressEnded:
            if not was_used:
                raise
            stop()
            return _ready().press(page)


def _ready() -> Press:
    global _press
    if _press is None or _press[0] != os.getpid() or _press[1].left <= 0:
        # After a fork the parent's press is not ours to talk to, nor to end.
        stop()
        _press = (os.getpid(), Press())
    return _press[1]


def compile_shell(page: dict[str, Any], *, language: str, blocks: int, flows: bool = False) -> bytes:
    """Raise NoShell, PressRefused, PressMissing. `blocks`: of letters (letters/engine/alphabets.py); `flows`: own words."""
    return press({**page, "compile": {"language": language, "blocks": blocks, "flows": flows}}).pdf


def stop() -> None:
    global _press
    if _press is not None and _press[0] == os.getpid():
        _press[1].close()
    _press = None


atexit.register(stop)
