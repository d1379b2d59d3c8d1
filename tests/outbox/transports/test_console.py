import sys

import pytest

from outbox.transports.console import RULE, ConsoleTransport
from tests.outbox.transports.every import EveryTransport


class Closed:
    """Standard output whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


class TestConsole(EveryTransport):
    TROUBLES = {"unreached": "go_away"}
    QUEUE_ID = False

    @pytest.fixture(autouse=True)
    def _open(self, capsys, monkeypatch):
        self.transport = ConsoleTransport()
        self.monkeypatch = monkeypatch

        def arrived():
            parts = capsys.readouterr().out.split(RULE)[:-1]
            return [part.replace("\n", "\r\n").encode() for part in parts]

        self.arrived = arrived

    def go_away(self):
        self.monkeypatch.setattr(sys, "stdout", Closed())

    def mend(self):
        self.monkeypatch.undo()
