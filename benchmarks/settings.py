"""Settings of the benchmarks: the house's own, and the peers' tables beside ours in a database that is thrown away.

The stage (benchmarks/stage.py) has set the environment before this is imported.
"""

from pathlib import Path

from benchmarks.peers import is_installed
from config.settings import *  # noqa: F403 -- the house's own settings are what is measured

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.peers.plain_form"]  # noqa: F405 -- from the line above
if is_installed("django-post_office"):
    INSTALLED_APPS.append("post_office")
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # noqa: F405 -- the same
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "CELERY_ENABLED": True,
}
STORAGES = {
    **STORAGES,  # noqa: F405 -- the same
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = OUTCRY_DEMO_DIR / "static"  # noqa: F405 -- the same
STATIC_ROOT.mkdir(exist_ok=True)
LOGGING = {**LOGGING, "loggers": {}}  # noqa: F405 -- the same; a line a batch is nothing that a peer writes
# One machine signs for ten thousand people. Every press is counted against its budgets all the same.
OUTCRY_NETWORK_SIGNATURES_PER_HOUR = OUTCRY_APPEAL_SIGNATURES_PER_MINUTE = 10_000_000
# The first page of the desk is measured, not its door.
STAFF_SECOND_FACTOR = False
