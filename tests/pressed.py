"""What the press made of a page, kept for as long as the gate runs.

The press has no settings, key ring or database (letters/press.py): what it makes depends on the page alone. Stories that ask for a
database are told in both lanes, and press the same pages in each; stories about the press itself ask for none, and nothing is kept
of theirs. Nor is it where a test has patched something. A page that was refused is tried again.
"""

import hashlib
import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from letters.pressing import Press, Pressed

FOLDER = "TESTS_PRESSED"  # set by the gate


class Pages:
    """Those of the test that runs now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.patches: pytest.MonkeyPatch | None = None
        self.real = Press.press

    def begin(self, *, patches: pytest.MonkeyPatch | None) -> None:
        """A test begins, whose patches are these; None where nothing may be kept."""
        self.patches = patches

    def press(self, press: Press, page: dict[str, Any]) -> Pressed:
        if self.patches is None or self.patches._setattr or self.patches._setitem:
            return self.real(press, page)
        file = self.folder / hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()
        if file.exists():
            kept: Pressed = pickle.loads(file.read_bytes())  # noqa: S301 -- this run of the gate wrote it
            return kept
        made = self.real(press, page)
        # Written beside and renamed: another worker may want it now.
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(made))
        part.rename(file)
        return made


def kept() -> Pages | None:
    """Stand before the press, where the gate has made a folder."""
    if not (given := os.environ.get(FOLDER)):
        return None
    pages = Pages(Path(given))
    Press.press = lambda self, page: pages.press(self, page)  # type: ignore[method-assign]
    return pages
