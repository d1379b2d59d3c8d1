"""Machines with addresses of their own: network namespaces on one bridge. Needs root and ip(8).

with networks(2) as (first, second): house.start(…, before=first.before)        HERE is our own address among theirs
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HERE = "10.213.77.1"


@dataclass
class Network:
    name: str
    address: str

    @property
    def before(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.name)


def has_networks() -> bool:
    return os.geteuid() == 0 and shutil.which("ip") is not None and _works()


def _works() -> bool:
    name = f"oc{secrets.token_hex(3)}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        return False
    _do("ip", "netns", "del", name)
    return True


@contextmanager
def networks(count: int) -> Iterator[list[Network]]:
    bridge = f"oc{secrets.token_hex(3)}"
    made: list[Network] = []
    try:
        _do("ip", "link", "add", bridge, "type", "bridge")
        _do("ip", "addr", "add", f"{HERE}/24", "dev", bridge)
        _do("ip", "link", "set", bridge, "up")
        for number in range(count):
            network = Network(f"{bridge}n{number}", HERE.rpartition(".")[0] + f".{number + 2}")
            _do("ip", "netns", "add", network.name)
            made.append(network)
            outside, inside = f"{bridge}o{number}", f"{bridge}i{number}"
            _do("ip", "link", "add", outside, "type", "veth", "peer", "name", inside)
            _do("ip", "link", "set", inside, "netns", network.name)
            _do("ip", "link", "set", outside, "master", bridge, "up")
            _do(*network.before, "ip", "addr", "add", f"{network.address}/24", "dev", inside)
            _do(*network.before, "ip", "link", "set", inside, "up")
            _do(*network.before, "ip", "link", "set", "lo", "up")
        yield made
    finally:
        for network in made:
            _do("ip", "netns", "del", network.name)
        _do("ip", "link", "del", bridge)


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
