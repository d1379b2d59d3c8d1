"""Settings of the processes that fault tests start: the suite's, in a database and with kinds of their own.

The test passes on what they cannot know: its database's name, its key ring, its mail server (EMAIL_URL).
"""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

OUTCRY_KEYRING = Path(os.environ["OUTCRY_FAULTS_KEYRING"])
DATABASES["default"]["NAME"] = os.environ["OUTCRY_FAULTS_DATABASE"]  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]  # noqa: F405
