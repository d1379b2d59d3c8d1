"""Codes of authenticator apps: six digits for each half minute (RFC 6238), as every such app makes them."""

import secrets
from datetime import datetime

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECONDS, DIGITS, SECRET_BYTES = 30, 6, 20
# A telephone's clock may be half a minute off on either side (RFC 6238, 5.2).
STEPS_OFF = 1


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def uri(secret: bytes, *, name: str, issuer: str) -> str:
    """What the QR code says: `otpauth://totp/…`."""
    return _totp(secret).get_provisioning_uri(name, issuer)


def step_of(secret: bytes, code: str, *, now: datetime) -> int | None:
    """The half minute (since 1970) whose code this is, or None. Every candidate is compared, in constant time."""
    here = int(now.timestamp()) // SECONDS
    found = None
    for step in range(here - STEPS_OFF, here + STEPS_OFF + 1):
        if bytes_eq(_totp(secret).generate(step * SECONDS), code.encode()):
            found = step
    return found


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what apps understand; its weakness (collisions) does not touch HMAC (RFC 6238, B).
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 -- see above
