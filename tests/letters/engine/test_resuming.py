"""A print file is gone on with from a checkpoint as if nothing had happened."""

import io

import pytest

from letters.engine import binding
from letters.engine.binding import PrintFile
from tests.letters.engine.bound import AMARA, BELA, Added, add, bound, letter, single

PARTS = [("en", AMARA), ("en", BELA), None, ("long", AMARA), ("de", BELA), b"", ("en", BELA), ("long", BELA)]


def parts() -> list[Added | bytes | None]:
    cover = single(*letter("de"))
    return [letter(*part) if isinstance(part, tuple) else cover if part == b"" else part for part in PARTS]


@pytest.mark.parametrize("packed", [1, 3, 250])
def test_a_file_that_was_gone_on_with_is_the_file_written_in_one_run(packed, monkeypatch):
    monkeypatch.setattr(binding, "PACKED", packed)
    expected = bound(*parts())
    for cut in range(len(PARTS) + 1):
        out = io.BytesIO()
        file = PrintFile(out, title="Print batch 7", language="en")
        for part in parts()[:cut]:
            add(file, part)
        state = file.checkpoint()
        add(file, letter("en", "Dana Silva"))  # after the checkpoint, and lost with the process
        file.checkpoint()
        again = PrintFile.resume(out, state)
        assert again.checkpoint() == state
        for part in parts()[cut:]:
            add(again, part)
        again.close()
        assert out.getvalue() == expected


def test_the_state_of_a_checkpoint_does_not_grow_with_the_file(monkeypatch):
    monkeypatch.setattr(binding, "PACKED", 10)
    file = PrintFile(io.BytesIO(), title="Print batch 7", language="en")
    sizes = []
    for _ in range(20):
        for _ in range(10):
            file.stamped(*letter("en", AMARA))
        sizes.append(len(file.checkpoint()))
    assert sizes[-1] - sizes[0] < 19 * 20  # a node of the page tree for every ten, or every 250, pages


def test_neither_another_version_nor_another_file_is_gone_on_with():
    out = io.BytesIO()
    file = PrintFile(out, title="Print batch 7", language="en")
    add(file, letter("en"))
    state = file.checkpoint()
    with pytest.raises(ValueError, match="another version"):
        PrintFile.resume(out, state.replace(b'"version": 1', b'"version": 0'))
    with pytest.raises(ValueError, match="shorter"):
        PrintFile.resume(io.BytesIO(out.getvalue()[:-1]), state)
    with pytest.raises(ValueError, match="another one"):
        PrintFile.resume(io.BytesIO(bytes(len(out.getvalue()))), state)
