"""Whoever holds a letter can ask the house whether it is ours: by its reference and a short code that stand on it.

The code is the first 40 bits of the SHA-256 of what was agreed, in the alphabet of references (appeals/merging.py):
nobody gets it from a reference, and it survives being read over the telephone.
"""

from django.conf import settings

from appeals.merging import ALPHABET

PLACES = 8  # of five bits each


def code_of(digest: str) -> str:
    """`7F3K-92QD`. `digest` is the SHA-256 of the agreed letter, in hex."""
    number = int(digest[: PLACES * 5 // 4], 16)
    places = "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(PLACES)))
    return f"{places[:4]}-{places[4:]}"


def address_of(reference: str, digest: str) -> str:
    """The verify page's address as the QR code on a letter holds it.

    In capitals, and without the dashes that people need and codes do not: the alphanumeric mode of ISO/IEC 18004
    knows no small letters, and takes half the room.
    """
    return f"{home()}{reference.removeprefix('OC-').replace('-', '')}/{code_of(digest).replace('-', '')}"


def home() -> str:
    """`HTTPS://OUTCRY.EXAMPLE/V/`: host names know no capitals (RFC 4343), and the path is ours."""
    return f"{settings.OUTCRY_URL}/v/".upper()
