import errno
import mailbox

import pytest

from outbox.transports.folder import FolderTransport
from tests.outbox.transports.every import TEXT, EveryTransport, a_parcel, told_apart
from tests.small_disk import small_disk


class TestFolder(EveryTransport):
    TROUBLES = {"unreached": "stand_in_the_way"}

    @pytest.fixture(autouse=True)
    def _open(self, tmp_path):
        self.folder = tmp_path / "mail"
        self.transport = FolderTransport(self.folder)

        def arrived():
            box = mailbox.Maildir(self.folder, create=False)
            # Names begin with the second and the count of this process (maildir(5)).
            keys = sorted(box.keys(), key=lambda key: int(key.split("Q")[1].split(".")[0]))
            return [box.get_bytes(key).replace(b"\n", b"\r\n") for key in keys]

        self.arrived = arrived

    def stand_in_the_way(self):
        self.folder.write_text("in the way")

    def mend(self):
        self.folder.unlink()

    def test_a_full_disk_leaves_no_half_mail(self, monkeypatch):
        self.transport.send(a_parcel())

        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(mailbox.Maildir, "_dump_message", full)
        error = self.fails()
        assert (told_apart(error), error.answer) == (
            "unreached",
            "The mail folder cannot be written: No space left on device.",
        )
        assert self.arrived() == [TEXT]

    def test_a_disk_that_is_really_full_leaves_no_half_mail_and_room_lets_the_next_leave(self):
        large = a_parcel(TEXT + b"x" * 500 + b"\r\n" * 200_000)
        with small_disk(self.folder.parent, kilobytes=64) as disk:
            self.transport.send(a_parcel())
            error = self.fails(large)
            assert (told_apart(error), error.answer) == (
                "unreached",
                "The mail folder cannot be written: No space left on device.",
            )
            assert self.arrived() == [TEXT]
            disk.grow(kilobytes=1024)
            self.transport.send(large)
            assert self.arrived() == [TEXT, large.content]
