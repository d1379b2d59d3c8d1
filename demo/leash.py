"""`python leash.py COMMAND …`: run a command that ends when the one who started it ends.

Standard input is a pipe whose other end the supervisor holds and never writes to. The kernel closes
it however the supervisor ends, KILL included; then the command and all that it started are ended.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 5


def main(command: list[str]) -> None:
    # A session of its own: what the command starts can be ended as one group.
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def follow() -> None:
        code = child.wait()
        end_group(child.pid)
        os._exit(code if code >= 0 else 128 - code)

    threading.Thread(target=follow, daemon=True).start()
    while os.read(0, 1):
        pass
    # First the head alone: it ends its workers in order, each finishing what it has begun.
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_SECONDS)
    end_group(child.pid)
    os._exit(0)


def end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only the pipe counts. A handler, not SIG_IGN: what is ignored stays ignored in the command.
        signal.signal(number, lambda *_: None)
    main(sys.argv[1:])
