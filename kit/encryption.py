"""Seal personal data for the database: AES-256-GCM under a key ring that lives in a file.

A sealed value is `version (1) | key id (4) | nonce (12) | ciphertext and tag`. Nothing in it depends
on the row, so INSERT … SELECT may copy it from a signature to a letter without opening it.
AES-GCM with 96-bit random nonces: NIST SP 800-38D §8.2.2, at most 2**32 values under one key.
"""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
ASSOCIATED = b"outcry personal data"


class WrongKey(Exception):
    """The ring holds no key for this value, or the value was changed. Trying again does not help."""


class KeyRing:
    """Keys by id. The first `seal` line is used for new values, all of them open old ones.

    The file has one key a line: `seal BASE64` or `index BASE64`, 32 bytes each; `#` begins a comment.
    """

    def __init__(self, text: str, *, name: str) -> None:
        self._seals: dict[bytes, AESGCM] = {}
        self._index = b""
        for number, line in enumerate(text.splitlines(), start=1):
            words = line.split("#", 1)[0].split()
            if not words:
                continue
            try:
                purpose, key = words[0], base64.b64decode(words[1], validate=True)
            except (IndexError, ValueError) as error:
                raise ImproperlyConfigured(
                    f"{name}, line {number}: write 'seal' or 'index' and a key in base64."
                ) from error
            if len(key) != 32 or purpose not in {"seal", "index"}:
                raise ImproperlyConfigured(
                    f"{name}, line {number}: write 'seal' or 'index' and 32 bytes in base64."
                )
            if purpose == "seal":
                self._seals[key_id(key)] = AESGCM(key)
            else:
                self._index = key
        if not self._seals or not self._index:
            raise ImproperlyConfigured(f"{name} needs at least one 'seal' and one 'index' line.")
        self.current = next(iter(self._seals))

    def seal(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + self.current + nonce + self._seals[self.current].encrypt(nonce, plain, ASSOCIATED)

    def open(self, sealed: bytes) -> bytes:
        start = 1 + KEY_ID_BYTES
        cipher = self._seals.get(sealed[1:start])
        if sealed[:1] != VERSION or cipher is None:
            raise WrongKey(
                "The key ring holds no key for this value. Put the ring of this database in place."
            )
        try:
            return cipher.decrypt(
                sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :], ASSOCIATED
            )
        except InvalidTag as error:
            raise WrongKey("A sealed value was changed in the database.") from error

    def holds_key_of(self, sealed: bytes) -> bool:
        return sealed[1 : 1 + KEY_ID_BYTES] in self._seals

    def index(self, value: str, *, purpose: str) -> str:
        """Return 64 hex digits that stand for `value`: equal values, equal digits; useless without the key."""
        return hmac.new(self._index, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"outcry key id" + key).digest()[:KEY_ID_BYTES]


def new_ring() -> str:
    lines = [
        f"{purpose} {base64.b64encode(secrets.token_bytes(32)).decode()}" for purpose in ("seal", "index")
    ]
    return (
        "# Outcry key ring. Without this file personal data cannot be read; keep a copy apart from the database.\n"
        + "\n".join(lines)
        + "\n"
    )


@lru_cache(maxsize=4)
def _read_ring(path: Path) -> KeyRing:
    try:
        return KeyRing(path.read_text(), name=str(path))
    except OSError as error:
        raise ImproperlyConfigured(
            f"The key ring {path} cannot be read ({error.strerror}). Put it back from your copy; make_secrets makes a new one for an empty database."
        ) from error


def ring() -> KeyRing:
    return _read_ring(settings.OUTCRY_KEYRING)
