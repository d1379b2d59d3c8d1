"""Files of print batches name signers: read by the owner alone, and deleted."""

import pytest

from letters import batching, clearing, print_files, printing
from tests import people
from tests.letters.printing_world import (
    AT,
    carry_on,
    made,
    post,
    quick_sheets,
    read,
    ready_letters,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prints")]


def test_only_the_owner_reads_the_file_and_no_second_process_writes_it(appeal, prints):
    ready_letters(appeal)
    batch = made()
    file = batch.files.get()
    path = print_files.place(file.name)
    assert (path.stat().st_mode & 0o777, prints.stat().st_mode & 0o777) == (0o600, 0o700)
    with print_files.opened(file), pytest.raises(print_files.Elsewhere), print_files.opened(file):
        pass


def test_files_go_when_all_is_posted_and_after_thirty_days_and_the_batch_stays(
    appeal, django_capture_on_commit_callbacks
):
    ready_letters(appeal, 2)
    first, second = made(), made(also_printed=True)
    place = print_files.place(first.files.get().name)
    post(first, 1)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        post(first, 2)
    first.refresh_from_db()
    assert (first.state, first.reason, first.files.count()) == ("cleared", "All its letters are posted.", 0)
    assert not place.exists()
    other = print_files.place(second.files.get().name)
    assert clearing.sweep(now=AT + clearing.KEPT) == 0
    assert other.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.sweep(now=AT + clearing.KEPT + printing.LEASE) == 1
    second.refresh_from_db()
    assert (second.state, second.reason, other.exists()) == ("cleared", "They were 30 days old.", False)
    batching.make_again(batch=second, by=people.dana(), now=AT)
    with quick_sheets():
        carry_on()
    assert len(read(second).pages) == 7


def test_the_sweep_takes_what_a_crash_has_left(appeal, prints):
    ready_letters(appeal)
    batch = made()
    stray = prints / "batch-999-letters.pdf"
    stray.write_bytes(b"%PDF-")
    clearing.sweep(now=AT)
    assert sorted(path.name for path in prints.iterdir()) == [batch.files.get().name]
