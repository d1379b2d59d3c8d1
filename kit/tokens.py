"""Secrets in links: 160 bits in the mail, only their hash in the database.

A token is bound to its purpose by the hash, so a link to confirm opens nothing else.
"""

import base64
import hashlib
import secrets

from kit.encryption import ring

TOKEN_BYTES = 20


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def derived_token(seed: str, *, purpose: str) -> str:
    """The same token for the same seed, so that every mail can carry one link; useless without the key ring."""
    digits = ring().index(seed, purpose=f"token {purpose}")
    return base64.urlsafe_b64encode(bytes.fromhex(digits)[:TOKEN_BYTES]).rstrip(b"=").decode()


def hash_token(token: str, *, purpose: str) -> str:
    """Return 64 hex digits. A plain hash is enough: nobody guesses 160 bits."""
    return hashlib.sha256(f"outcry {purpose}\0{token}".encode()).hexdigest()
