import sys

from outbox.transports.base import Answer, Parcel, Transport, TransportError

RULE = "-" * 72 + "\n"


class ConsoleTransport(Transport):
    """Writes parcels to standard output: for a look at what would leave."""

    def send(self, parcel: Parcel) -> Answer:
        text = parcel.content.decode("utf-8", "replace").replace("\r\n", "\n")
        try:
            sys.stdout.write(text + ("" if text.endswith("\n") else "\n") + RULE)
            sys.stdout.flush()
        except OSError as error:
            raise TransportError(f"The console is gone: {error.strerror}.", unreached=True) from error
        return Answer(250, "written to the console")
