"""Killed, or stopped by a letter that kills: the next worker goes on, and what was written is the same."""

import errno

import pytest

from letters import batching, binding_order, holding, print_files, printing
from letters.binding import PrintFile
from letters.models import Letter, PrintBatch
from letters.pressing import PressMissing
from tests import people
from tests.letters.printing_world import (
    AT,
    carry_on,
    chosen,
    content,
    made,
    quick_sheets,
    read,
    ready_letters,
)
from tests.small_disk import small_disk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


class Killed(BaseException):
    """The worker ends here, without a last word."""


def kill_at(monkeypatch, number: int) -> None:
    """The worker dies when it has written its letter of this number, counted over all workers."""
    real, seen = PrintFile.letter, []

    def letter(self, one):
        seen.append(one.reference)
        pages = real(self, one)
        if len(seen) == number:
            raise Killed
        return pages

    monkeypatch.setattr(PrintFile, "letter", letter)


def test_after_a_kill_the_next_worker_goes_on_from_the_checkpoint_with_the_same_bytes(appeal, monkeypatch):
    ready_letters(appeal, 5)
    whole = content(made())
    again = PrintBatch.objects.get()
    PrintBatch.objects.update(state="queued", looked=0, finished_at=None)
    print_files.forget(again)
    print_files.delete([f"batch-{again.pk}-letters.pdf"])
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 2)
    kill_at(monkeypatch, 4)
    with quick_sheets() as seen:
        with pytest.raises(Killed):
            carry_on()
        file = again.files.get()
        assert (file.cursor, file.made_at) == (2, None)
        with print_files.place(file.name).open("ab") as out:
            out.write(b"what nobody came to say that it was written")
        assert printing.carry_on(clock=lambda: AT) is False  # its claim still stands
        later = AT + printing.LEASE + printing.LEASE
        carry_on(now=later)
    # The third and the fourth letter are made again, the first two are not.
    references = list(again.rows.order_by("position").values_list("letter__reference", flat=True))
    assert seen == [*references[:4], *references[2:]]
    assert content(again) == whole


def test_a_letter_that_ends_its_worker_three_times_sets_the_batch_aside_and_is_named(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    real = PrintFile.letter

    def letter(self, one):
        if one.reference == poison:
            raise Killed
        return real(self, one)

    poison = sorted(Letter.objects.values_list("reference", flat=True))[1]
    monkeypatch.setattr(PrintFile, "letter", letter)
    now, deaths = AT, 0
    with quick_sheets():
        while PrintBatch.objects.get().state != "set_aside":
            now += 2 * printing.LEASE
            try:
                printing.carry_on(clock=lambda at=now: at)
            except Killed:
                deaths += 1
    batch.refresh_from_db()
    assert batch.reason == f"Making it stopped its worker 3 times, at letter {poison}."
    # Twice in a chunk of all three; then one by one, so that the first is kept and the deaths at the second count anew.
    assert deaths == 6
    # Dana holds that letter and lets the batch go on: it is left out, the others are printed.
    holding.hold(Letter.objects.filter(reference=poison), by=people.dana(), reason="It hurts.", now=now)
    batching.go_on(batch=batch, by=people.dana(), now=now)
    with quick_sheets():
        carry_on(now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.in_file().count()) == ("made", 2)
    assert batch.rows.get(letter__reference=poison).reason == "It hurts."


def test_where_nothing_can_be_made_the_batch_waits_and_no_try_is_counted(appeal, monkeypatch):
    ready_letters(appeal)
    batch = chosen()

    def missing(self, one):
        raise PressMissing("Pango is missing.")

    with quick_sheets():
        monkeypatch.setattr(PrintFile, "letter", missing)
        with pytest.raises(PressMissing):
            carry_on()
    batch.refresh_from_db()
    assert (batch.state, batch.tries, batch.claimed_until) == ("queued", 0, None)


def test_a_full_disk_sets_the_batch_aside_with_the_reason_and_room_lets_it_go_on(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    real, written = print_files.kept, []

    def kept(out):
        written.append(out.tell())
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(out)

    monkeypatch.setattr(print_files, "kept", kept)
    with quick_sheets():
        carry_on()
        batch.refresh_from_db()
        assert (batch.state, batch.files.get().cursor) == ("set_aside", 1)
        assert (
            batch.reason
            == "Its file cannot be written: No space left on device. Make room, then let it go on."
        )
        batching.go_on(batch=batch, by=people.dana(), now=AT)
        carry_on()
    batch.refresh_from_db()
    assert (batch.state, len(read(batch).pages)) == ("made", 9)


def test_on_a_disk_that_is_really_full_the_batch_is_set_aside_and_room_lets_it_go_on(
    appeal, monkeypatch, prints
):
    ready_letters(appeal, 3)
    whole = content(made())
    batch = PrintBatch.objects.get()
    PrintBatch.objects.update(state="queued", looked=0, finished_at=None)
    print_files.forget(batch)
    print_files.delete([f"batch-{batch.pk}-letters.pdf"])
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    with small_disk(prints, kilobytes=64) as disk, quick_sheets():
        disk.fill()
        carry_on()
        batch.refresh_from_db()
        assert (batch.state, batch.files.get().made_at) == ("set_aside", None)
        assert "No space left on device" in batch.reason
        disk.grow(kilobytes=10 * 1024)
        batching.go_on(batch=batch, by=people.dana(), now=AT)
        carry_on(now=AT + 2 * printing.LEASE)
        batch.refresh_from_db()
        assert batch.state == "made"
        assert content(batch) == whole


def test_a_file_that_somebody_deleted_half_way_is_begun_anew(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    kill_at(monkeypatch, 3)
    with quick_sheets():
        with pytest.raises(Killed):
            carry_on()
        print_files.delete([batch.files.get().name])
        carry_on(now=AT + 2 * printing.LEASE)
    assert len(read(batch).pages) == 9


def test_what_another_version_began_is_begun_anew(appeal, monkeypatch):
    ready_letters(appeal, 3)
    batch = chosen()
    monkeypatch.setitem(binding_order.CHUNKS, "letters", 1)
    kill_at(monkeypatch, 2)
    with quick_sheets():
        with pytest.raises(Killed):
            carry_on()
        batch.files.update(checkpoint=b"{}")
        carry_on(now=AT + 2 * printing.LEASE)
    assert (PrintBatch.objects.get().state, len(read(batch).pages)) == ("made", 9)
