"""The lines of a letter as they are kept, with the address of its QR code, "code", in place of the code's rows."""

from collections.abc import Mapping

from kit import qr


def rows_of(address: str) -> list[str]:
    """The rows of the code of a verify page's address. All addresses of a house differ behind `/V/`, and nowhere else."""
    return _codes(address).rows(_end(address))


def with_code(lines: Mapping[str, str]) -> dict[str, str]:
    """What was kept, with the rows of its QR code in place of the address."""
    others = {name: line for name, line in lines.items() if name != "code"}
    return {**others, **{f"code-{number}": row for number, row in enumerate(rows_of(lines["code"]), start=1)}}


def with_digits(lines: Mapping[str, str]) -> dict[str, str]:
    """What was kept, with the glyphs of its QR code as digits (thinning.py) in place of the address."""
    address = lines["code"]
    return {**lines, "code": _codes(address).digits(_end(address))}


def without_code(lines: Mapping[str, str]) -> dict[str, str]:
    return {name: line for name, line in lines.items() if not name.startswith("code-")}


def _end(address: str) -> str:
    return address.rpartition("/V/")[2]


def _codes(address: str) -> qr.Codes:
    start, slash, end = address.rpartition("/V/")
    return qr.codes(start + slash, len(end))
