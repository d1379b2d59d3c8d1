"""Sample letters bound into a print file, and each as a file of its own."""

import io
from collections.abc import Mapping

from letters.engine.binding import PrintFile
from letters.engine.filing import form_of
from letters.engine.shell import Shell
from letters.engine.stamping import stamp
from tests.letters.engine.shells import LETTERS, lines_of, shell_of, signed_by

AMARA, BELA = "Amara Okafor", "Bela Kovács"
Added = tuple[Shell, Mapping[str, str]]


def single(shell: Shell, lines: Mapping[str, str]) -> bytes:
    return form_of(shell).file(stamp(shell, lines))


def bound(*added: Added | bytes | None) -> bytes:
    """Letters, other PDFs, and None for an empty page."""
    out = io.BytesIO()
    file = PrintFile(out, title="Print batch 7", language="en")
    for one in added:
        add(file, one)
    file.close()
    return out.getvalue()


def add(file: PrintFile, one: Added | bytes | None) -> None:
    if one is None:
        file.blank()
    elif isinstance(one, bytes):
        file.pdf(one)
    else:
        file.stamped(*one)


def letter(name: str, signer: str = "", reference: str = "") -> Added:
    frozen = signed_by(LETTERS[name], signer, reference=reference) if signer else LETTERS[name]
    return shell_of(name), lines_of(frozen)
