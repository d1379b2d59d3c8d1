"""Lines of the log, without the secrets that stand in addresses: who reads a log must not be able to act for a signer."""

import logging
import re

# What follows these in a path finds and moves one person's rows (letters/urls.py, mailings/urls.py).
_SECRET = re.compile(r"(/(?:signature|updates/stop)/)[^/\s]+")


class WithoutSecrets(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))
