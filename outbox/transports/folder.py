import mailbox
from pathlib import Path

from django.conf import settings

from outbox.transports.base import Answer, Parcel, Transport, TransportError


class FolderTransport(Transport):
    """Files parcels into a Maildir (setting OUTCRY_MAIL_FOLDER), which most mail programs can open."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = Path(folder or settings.OUTCRY_MAIL_FOLDER)

    def send(self, parcel: Parcel) -> Answer:
        try:
            # A Maildir is written to tmp/ and renamed: a crash leaves no half message (maildir(5)).
            text = parcel.content.replace(b"\r\n", b"\n")
            name = mailbox.Maildir(self._folder, create=True).add(
                text if text.endswith(b"\n") else text + b"\n"
            )
        except (OSError, mailbox.Error) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise TransportError(f"The mail folder cannot be written: {why}.", unreached=True) from error
        return Answer(250, f"filed, id={name}")
