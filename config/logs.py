"""Lines of the log, without the secrets that stand in addresses: who reads a log must not be able to act for a signer."""

import logging
import re

# What follows these in a path finds and moves one person's rows (letters/urls.py, mailings/urls.py, rights/urls.py); /marking/: those of one batch.
_SECRET = re.compile(r"(/(?:signature|updates/stop|updates/choose|marking|your-data)/)[^/\s]+")
# Which letter somebody holds, and the code that shows its text.
_LETTER = re.compile(r"(/v/)[^/\s]+/[^/\s]+", re.IGNORECASE)


class WithoutSecrets(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _LETTER.sub(r"\1…", _SECRET.sub(r"\1…", super().format(record)))


# Django's LOGGING: what is worth a line of ours, and warnings of everybody.
TO_STDERR = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "config.logs.WithoutSecrets",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        name: {"level": "INFO"}
        for name in ("outbox", "letters", "mailings", "appeals", "campaigns", "seeds", "kit", "config")
    },
}
