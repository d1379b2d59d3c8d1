"""A folder that a person, or a print shop, picks letters up from: setting OUTCRY_POSTAL_FOLDER.

OC-7F3K-92QD.pdf    the letter
OC-7F3K-92QD.json   its job: reference, pages, country, SHA-256 of the PDF. No name and no address
posted/  refused/  returned/   whoever posts the letters moves the job's file here, and that is its status
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from letters.providers.base import Handed, Money, PostalLetter, Provider, ProviderError, Told, Word

MOVED = {"posted": Word.POSTED, "refused": Word.REFUSED, "returned": Word.RETURNED}
WAITS = "It lies in the folder."


class FolderProvider(Provider):
    name = "folder"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = Path(folder or settings.OUTCRY_POSTAL_FOLDER)

    def price(self, letter: PostalLetter) -> Money | None:
        return None

    def send(self, letter: PostalLetter, *, key: str) -> Handed:
        """A letter that is there, or was moved on, is not written again."""
        told = self._where(key)
        if told is None:
            try:
                self._write(letter, key)
            except OSError as error:
                raise ProviderError(f"The folder for letters cannot be written: {error.strerror}.") from error
            told = Told(Word.WORKING, WAITS)
        return Handed(key, told)

    def status(self, reference: str) -> Told:
        told = self._where(reference)
        if told is None:
            raise ProviderError("Its job is not in the folder any more.", permanent=True)
        return told

    def forget(self, keys: Iterable[str]) -> None:
        """Delete letters, wherever whoever posts them has moved them; their jobs name nobody and stay."""
        for key in keys:
            for place in ("", *MOVED):
                (self._folder / place / f"{key}.pdf").unlink(missing_ok=True)

    def _where(self, key: str) -> Told | None:
        name = f"{key}.json"
        for place, word in MOVED.items():
            if (self._folder / place / name).is_file():
                return Told(word, f"Its job was moved to {place}/.")
        return Told(Word.WORKING, WAITS) if (self._folder / name).is_file() else None

    def _write(self, letter: PostalLetter, key: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place in MOVED:
            (self._folder / place).mkdir(mode=0o700, exist_ok=True)
        job = {
            "reference": letter.reference,
            "file": f"{key}.pdf",
            "pages": letter.pages,
            "country": letter.country,
            "sha256": hashlib.sha256(letter.pdf).hexdigest(),
        }
        # The job last: whoever sees it finds its whole letter beside it.
        self._put(f"{key}.pdf", letter.pdf)
        self._put(f"{key}.json", json.dumps(job, indent=1).encode())

    def _put(self, name: str, content: bytes) -> None:
        """Written beside and renamed: a crash leaves no half file under the name (rename(2) replaces at once)."""
        part = self._folder / f".{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / name)
