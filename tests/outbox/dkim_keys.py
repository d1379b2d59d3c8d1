"""A key to sign with, and the DNS in which receivers find the other half."""

import base64
from functools import cache
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_key(folder: Path, bits: int = 2048) -> Path:
    path = folder / "dkim.pem"
    path.write_bytes(pem(rsa_key(bits)))
    return path


def is_valid(content: bytes, *, asked: str = "mails2026._domainkey.outcry.example.") -> bool:
    """What a receiver finds: dkimpy, with a DNS that answers only to the name that is asked."""
    public = rsa_key(2048).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    return dkim.verify(content, dnsfunc=lambda name, timeout=5: record if name == asked.encode() else None)
