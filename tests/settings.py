"""Settings of the test suite: the real ones, on a throw-away key ring, in either lane.

DATABASE_URL chooses the lane: without it SQLite, with it PostgreSQL. The suite is not the
demonstration: what only the demonstration may do is switched on by the tests that need it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kit.encryption import new_ring

# Workers of pytest-xdist end without a last word: theirs lies in that of the process which started them and clears up.
_scratch = Path(tempfile.mkdtemp(prefix="outcry-tests-", dir=os.environ.get("TESTS_SCRATCH")))
os.environ.setdefault("TESTS_SCRATCH", str(_scratch))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
(_scratch / "keyring").write_text(new_ring())
os.environ.setdefault("OUTCRY_SECRET_KEY", "only for tests " * 5)
os.environ["OUTCRY_KEYRING"] = str(_scratch / "keyring")
os.environ["OUTCRY_ERASURES"] = str(_scratch / "erasures")
os.environ["OUTCRY_DEMO"] = "0"
os.environ["OUTCRY_DEMO_DIR"] = str(_scratch)
os.environ.pop("OUTCRY_ENV_FILE", None)
# Stories tell their letters' turns to the minute, on a Sunday; those about office hours set their own.
os.environ["OUTCRY_OFFICE_HOURS"] = "always"
os.environ["OUTCRY_JITTER_PERCENT"] = "0"

from config.settings import *  # noqa: E402, F403 -- the environment had to be ready first

# WhiteNoise warns of a folder that is not there, and warnings are errors here.
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "prints": STORAGES["prints"],  # noqa: F405 -- from config.settings; tests give it a folder of their own
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Stories about the desk begin behind its door; those about the door switch this on.
STAFF_SECOND_FACTOR = False
# Threads need a file: SQLite's shared memory answers "locked" at once, whatever the timeout says.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "tests.sqlite3")}  # noqa: F405
