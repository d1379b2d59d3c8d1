"""The files of a handover: sealed while they are written, digested as they will be read, kept in the private storage."""

import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import storages

from kit.encryption import ring
from kit.sealed_files import SealedWriter, opened, sealed_under
from letters.models import Handover

FOLDER = "handovers"


class SealedFile:
    """Takes plain bytes. Nothing readable reaches the disk, and nothing is kept before `keep`."""

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        self._sealed = SealedWriter(self._scratch)
        self._digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> "SealedFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    def write(self, plain: bytes) -> int:
        self._digest.update(plain)
        self.size += len(plain)
        return self._sealed.write(plain)

    def flush(self) -> None:
        """What is not sealed yet waits until its piece is full."""

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def keep(self, ending: str) -> str:
        """Put the whole file into the storage; return its name there, which says nothing about what is in it."""
        self._sealed.finish()
        self._scratch.seek(0)
        name = f"{FOLDER}/{secrets.token_hex(16)}.{ending}.sealed"
        return storages["prints"].save(name, File(self._scratch))


def read(name: str) -> Iterator[bytes]:
    """The plain bytes of a kept file, piece by piece. FileNotFoundError when it is not there any more."""
    return opened(cast(BinaryIO, storages["prints"].open(name)))


def forget(*names: str) -> None:
    for name in filter(None, names):
        storages["prints"].delete(name)


def seal_anew() -> int:
    """Write files again that are sealed under another key than the first; return how many. A row follows its file at once."""
    done = 0
    for handover in Handover.objects.exclude(pdf="", csv=""):
        for column, ending in (("pdf", "pdf"), ("csv", "csv")):
            name = getattr(handover, column)
            if name and storages["prints"].exists(name) and not _is_current(name):
                with SealedFile() as anew:
                    for piece in read(name):
                        anew.write(piece)
                    kept = anew.keep(ending)
                if Handover.objects.filter(pk=handover.pk, **{column: name}).update(**{column: kept}):
                    forget(name)
                    done += 1
                else:  # made again meanwhile, under the first key
                    forget(kept)
    return done


def _is_current(name: str) -> bool:
    with storages["prints"].open(name) as file:
        return sealed_under(cast(BinaryIO, file)) == ring().current
