import sys

from outbox.transports.base import Answer, Parcel, Transport


class ConsoleTransport(Transport):
    """Writes parcels to standard output: for a look at what would leave."""

    def send(self, parcel: Parcel) -> Answer:
        sys.stdout.write(parcel.content.decode("utf-8", "replace").replace("\r\n", "\n") + "-" * 72 + "\n")
        sys.stdout.flush()
        return Answer(250, "written to the console")
