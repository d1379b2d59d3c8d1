"""Where the parts of a running demonstration listen: loopback only, ports that are free."""

import errno
import ipaddress
import socket
from pathlib import Path

HOST = "127.0.0.1"
WANTED_PORT = 8000
FILE = "addresses.env"


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine and nothing else: `localhost`, 127.0.0.0/8, ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_free(port: int) -> bool:
    # With SO_REUSEADDR a port that a stopped server leaves in TIME_WAIT counts as free, as it will for the next server.
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all are held until all are found, so they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def write(folder: Path, values: dict[str, str]) -> None:
    """Leave the addresses for `./outcry manage`, which rings and mails through the running demonstration."""
    part = folder / f"{FILE}.part"
    part.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    part.chmod(0o600)
    part.rename(folder / FILE)


def read(folder: Path) -> dict[str, str]:
    path = folder / FILE
    if not path.is_file():
        return {}
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def forget(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)
