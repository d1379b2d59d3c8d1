"""Secrets in links: 160 random bits in the mail, only their hash in the database.

A token is bound to its purpose by the hash, so a link to confirm opens nothing else.
"""

import hashlib
import secrets

TOKEN_BYTES = 20


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str, *, purpose: str) -> str:
    """Return 64 hex digits. A plain hash is enough: nobody guesses 160 random bits."""
    return hashlib.sha256(f"outcry {purpose}\0{token}".encode()).hexdigest()
