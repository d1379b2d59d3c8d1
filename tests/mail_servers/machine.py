"""A mail server as Debian packs it, unpacked and not installed, on what looks to it like a machine of its own.

    with running("exim4-daemon-light", users=("Debian-exim",), command=[…], port=2525): …

Its files are laid over /usr, its users are added to /etc/passwd, and /var is empty, all in a mount namespace that nobody
else sees. The first process of that machine waits for the end of its standard input, and all others end with it: however a
test ends, and as which user they run. Needs Linux, root, and what `./outcry test` has unpacked under var/mail_servers.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

PACKAGES = Path(__file__).resolve().parents[2] / "var" / "mail_servers"
FIRST_ID = 900  # of its users; they stand first, so in there the numbers are theirs
SECONDS = 30
_OWN_MACHINE = """
set -e
mount -t overlay outcry-mail-server -o "lowerdir=$1/usr:/usr" /usr
for folder in /var/spool /var/lib /var/log /run; do mount -t tmpfs outcry-mail-server $folder; done
mount --bind "$2/passwd" /etc/passwd
mount --bind "$2/group" /etc/group
shift 2
"$@" < /dev/null &
read -r never || true
"""


@contextmanager
def running(
    package: str,
    *,
    users: Sequence[str],
    command: Sequence[str | Path],
    port: int,
    folder: Path,
    says: bytes = b"220",
) -> Iterator[int]:
    """`command` runs in there as root; it has begun when `port` of 127.0.0.1 `says` that. Yield the id of its process outside.
    Skip, with the reason, where that cannot be.
    """
    unpacked = PACKAGES / package
    if os.geteuid() or not (shutil.which("unshare") and (unpacked / "usr").is_dir()):
        pytest.skip(f"no {package} on a machine of its own: it needs root, unshare, and apt-get to fetch it")
    _add(users, folder)
    on_its_own = ["unshare", "--mount", "--pid", "--fork", "--mount-proc"]
    on_its_own += ["sh", "-c", _OWN_MACHINE, "sh", unpacked, folder]
    tried = subprocess.run(
        [*on_its_own, "true"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"no {package} on a machine of its own: {tried.stderr.strip()}")
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [*on_its_own, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,  # Ctrl-C is for the tests alone
        )
    try:
        _await(port, says, folder / "output")
        yield process.pid
    finally:
        process.communicate()


def kill(name: str, *, machine: int) -> int:
    """End the programs of this name on the machine of `running`, at once; return how many there were."""
    place, ended = Path(f"/proc/{machine}/ns/mnt").readlink(), 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended by itself
            if (process / "comm").read_text().strip() == name and (process / "ns/mnt").readlink() == place:
                os.kill(int(process.name), signal.SIGKILL)
                ended += 1
    return ended


def _add(users: Sequence[str], folder: Path) -> None:
    for name, line in (("passwd", "{0}:x:{1}:{1}::/nonexistent:/bin/false\n"), ("group", "{0}:x:{1}:\n")):
        own = "".join(line.format(user, FIRST_ID + number) for number, user in enumerate(users))
        kept = [
            each
            for each in Path("/etc", name).read_text().splitlines(keepends=True)
            if each.split(":")[0] not in users
        ]
        (folder / name).write_text(own + "".join(kept))


def _await(port: int, says: bytes, output: Path) -> None:
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
                if line.recv(len(says)) == says:
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The mail server did not begin: {output.read_text(errors='replace').strip()}")
