"""The lines of a letter as they are kept, with the address of its QR code, "code", in place of what is drawn."""

from collections.abc import Mapping

from kit import qr


def code_of(address: str) -> qr.Rows:
    """The code of a verify page's address. All addresses of a house differ behind `/V/`, and nowhere else."""
    start, slash, end = address.rpartition("/V/")
    return qr.codes(start + slash, len(end)).drawn(end)


def with_digits(lines: Mapping[str, str]) -> dict[str, str]:
    """What was kept, with the glyphs of its QR code as digits (letters/engine/stamping.py) in place of the address."""
    return {**lines, "code": code_of(lines["code"]).digits}
