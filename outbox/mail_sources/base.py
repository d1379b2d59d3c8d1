from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Self

MOST_AT_ONCE = 200


class SourceError(Exception):
    """A mailbox that cannot be read now. The words name no password; trying again at the next tick does no harm."""


class MailSource(ABC):
    """Opened by `with`. What `waiting` gives stays where it is until `remove`: a crash in between repeats it."""

    name: str

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def waiting(self, most: int = MOST_AT_ONCE) -> Iterator[tuple[str, bytes]]:
        """Give (handle, mail as it came), the oldest first. Mails that are too large come cut, so that they can go."""

    @abstractmethod
    def remove(self, handle: str) -> None:
        """Delete a mail that was taken in. One that is gone already is no error."""
