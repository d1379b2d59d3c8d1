"""DKIM (RFC 6376): who receives a mail can see that it came from our domain and was not changed on its way.

For groups whose relay does not sign. The signature is put on top of the finished mail, so that poured and composed mails
are signed alike, and nothing of it is shared between mails. dkimpy writes it; the RSA is that of `cryptography`, through
the door that dkimpy has for keys which sign by themselves: its own RSA is written in Python and takes ten times as long.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from dkim.canonicalization import CanonicalizationPolicy, correct_empty_body, strip_trailing_lines

KEY_BITS = 2048  # RFC 8301 §3.2: should be at least
# RFC 6376 §5.4.1, and RFC 8058 §4: both headers of one-click unsubscription must be covered.
COVERED = frozenset(
    b"from to cc reply-to subject date message-id mime-version content-type content-transfer-encoding content-language "
    b"list-id feedback-id list-help list-unsubscribe list-unsubscribe-post auto-submitted in-reply-to references".split()
)
# Named once more than they occur, so that another one that somebody adds breaks the signature (RFC 6376 §8.15).
ONCE_MORE = (b"from", b"subject", b"to", b"reply-to")
_RELAXED = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_SELECTOR = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")

Sign = Callable[[bytes, datetime], bytes]


@dataclass(frozen=True)
class _Signed:
    signature: bytes


class _Key:
    """What dkimpy wants of a key that signs by itself."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key

    def sign(self, digest: bytes) -> _Signed:
        return _Signed(self._key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256())))


def signer() -> Sign | None:
    """Return what signs a mail at a moment, None where DKIM is not configured. Raise ImproperlyConfigured with the next step."""
    path, selector = settings.OUTCRY_DKIM_KEY, settings.OUTCRY_DKIM_SELECTOR
    if not (path or selector):
        return None
    sender = settings.OUTCRY_FROM_EMAIL.rpartition("@")[2].lower()
    domain = (settings.OUTCRY_DKIM_DOMAIN or sender).lower()
    if not (path and _SELECTOR.fullmatch(selector) and _DOMAIN.fullmatch(domain)):
        raise ImproperlyConfigured(
            "DKIM needs a key and its name in the DNS: set OUTCRY_DKIM_KEY to a file and OUTCRY_DKIM_SELECTOR to the selector, or neither."
        )
    if sender != domain and not sender.endswith(f".{domain}"):
        # RFC 7489 §3.1.1: a signature of another domain does not speak for the From address.
        raise ImproperlyConfigured(
            f"OUTCRY_DKIM_DOMAIN is {domain}, which is not the domain of OUTCRY_FROM_EMAIL nor above it."
        )
    key = _read(Path(path))

    def sign(content: bytes, now: datetime) -> bytes:
        return with_signature(content, key=key, domain=domain, selector=selector, now=now)

    return sign


def with_signature(content: bytes, *, key: _Key, domain: str, selector: str, now: datetime) -> bytes:
    """`content` has CRLF line ends; what it says stays byte for byte behind the new header."""
    head, _, body = content.partition(b"\r\n\r\n")
    mail = dkim.DKIM(
        head + b"\r\n\r\n", signature_algorithm=b"ed25519-sha256"
    )  # the door; the header says rsa-sha256
    mail.hasher = hashlib.sha256
    names = [name.lower() for name, _ in mail.headers]
    covered = [name for name in names if name in COVERED] + [name for name in ONCE_MORE if name in names]
    fields = [
        (b"v", b"1"),
        (b"a", b"rsa-sha256"),
        (b"c", b"relaxed/relaxed"),
        (b"d", domain.encode()),
        (b"s", selector.encode()),
        (b"t", b"%d" % int(now.timestamp())),
        (b"h", b" : ".join(covered)),
        (b"bh", base64.b64encode(hashlib.sha256(relaxed(body)).digest())),
        (b"b", b"0" * 60),
    ]
    return b"DKIM-Signature: " + mail.gen_header(fields, covered, _RELAXED, b"DKIM-Signature", key) + content


def relaxed(body: bytes) -> bytes:
    """RFC 6376 §3.4.4. Most bodies have no blanks in a row and none at the end of a line, so that only their end is looked at."""
    if b"  " in body or b"\t" in body or b" \r\n" in body:
        return _RELAXED.canonicalize_body(body)
    return correct_empty_body(strip_trailing_lines(body))


@lru_cache(maxsize=4)
def _read(path: Path) -> _Key:
    """Once for a process: a key that is replaced needs a restart, and one that is lost does not stop a run."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise ImproperlyConfigured(
            f"OUTCRY_DKIM_KEY cannot be read: {path}: {error.strerror}. Let the user of the programs read it, or make one: openssl genrsa -out {path.name} 2048"
        ) from error
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(
            f"OUTCRY_DKIM_KEY holds no private key in PEM without a password: {path}."
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < KEY_BITS:
        # Ed25519 (RFC 8463) is checked by few receivers; the others would see no signature at all.
        raise ImproperlyConfigured(f"OUTCRY_DKIM_KEY must be an RSA key of {KEY_BITS} bits or more: {path}.")
    return _Key(key)
