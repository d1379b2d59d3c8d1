"""Settings of the processes that fault tests start: the suite's, in a database and with kinds of their own.

The test passes on what they cannot know: its database's name, its key ring, its mail server (EMAIL_URL),
and what time their machine believes it is.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tests.settings import *  # noqa: F403

OUTCRY_KEYRING = Path(os.environ["OUTCRY_FAULTS_KEYRING"])
DATABASES["default"]["NAME"] = os.environ["OUTCRY_FAULTS_DATABASE"]  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]  # noqa: F405
EMAIL_TIMEOUT = float(os.environ.get("OUTCRY_FAULTS_SMTP_TIMEOUT", "30"))

# A file with the seconds by which this machine's clock is wrong, read at every look at it. Put in place before any
# module of ours has taken hold of the right one.
if _clock := os.environ.get("OUTCRY_FAULTS_CLOCK"):
    _right = timezone.now

    def _wrong_now():
        return _right() + timedelta(seconds=float(Path(_clock).read_text() or 0))

    timezone.now = _wrong_now
