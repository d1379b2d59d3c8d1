"""`python -m demo COMMAND …`: a management command in the right environment.

`demo` always runs in the demonstration. Any other command runs where the machine says (outcry.env,
OUTCRY_ENV_FILE, or OUTCRY_SECRET_KEY in the environment) and in the demonstration when it says nothing.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from demo import addresses, environment


def walk_in_a_folder_of_its_own(run: Callable[[], None]) -> NoReturn:
    """Leave nothing behind after a walk that succeeds, and the logs after one that does not."""
    folder = Path(tempfile.mkdtemp(prefix="outcry-demo-"))
    os.environ["OUTCRY_DEMO_DIR"] = str(folder)
    environment.use(folder)
    try:
        run()
    except SystemExit as end:
        if end.code:
            sys.exit(f"The logs of this walk are in {folder}.")
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0)


def main(words: list[str]) -> None:
    import manage

    if words[:1] == ["demo"]:
        if "--check" in words:
            walk_in_a_folder_of_its_own(manage.main)
        environment.use(environment.directory())
        try:
            manage.main()
        except KeyboardInterrupt:
            # Before the supervisor listens for signals nothing has been started.
            sys.exit(130)
        return
    named = any(os.environ.get(name) for name in ("OUTCRY_ENV_FILE", "OUTCRY_SECRET_KEY"))
    if not named and not (environment.ROOT / "outcry.env").is_file():
        environment.use(environment.directory())
        for name, value in addresses.read(environment.directory()).items():
            os.environ.setdefault(name, value)
    manage.main()


if __name__ == "__main__":
    main(sys.argv[1:])
