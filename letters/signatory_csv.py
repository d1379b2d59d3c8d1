"""The signatory list for spreadsheets: UTF-8 with a byte order mark, CRLF (RFC 4180), nothing in it that a spreadsheet runs."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Any

from kit.spreadsheets import neutral
from letters.signatories import Signatory


class SignatoryCsv:
    """Write bytes to `file`, which has nothing but `write(bytes)`. What is written is not kept."""

    def __init__(self, file: Any, *, header: Iterable[str]) -> None:
        file.write(BOM_UTF8)
        self._rows = csv.writer(_Encoded(file), lineterminator="\r\n")
        self._rows.writerow(header)

    def put(self, signatories: Iterable[Signatory]) -> None:
        self._rows.writerows((number, neutral(name), neutral(town)) for number, name, town in signatories)

    def say(self, words: str, count: int) -> None:
        """A last line that is nobody's: without a number in front, words and how many."""
        self._rows.writerow(("", words, count))


class _Encoded:
    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())
