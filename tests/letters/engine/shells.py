"""Shells of the sample letters, each compiled once, and the lines of their slots."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from appeals.merging import digest
from letters import slots
from letters.engine.alphabets import ALL
from letters.engine.shell import Shell
from letters.pressing import compile_shell
from letters.rendering import page_of
from letters.typesetting import blocks_of
from tests.letters.samples import ENGLISH
from tests.letters.samples_more import EVERY

LONG = {
    **ENGLISH,
    "reference": "OC-L0NG-T3XT",
    "paragraphs": [f"{number}. {ENGLISH['paragraphs'][0]}" for number in range(1, 15)],
}
LETTERS: dict[str, dict[str, Any]] = {**EVERY, "long": LONG}


@cache
def shell_of(name: str) -> Shell:
    return compiled(LETTERS[name])


def compiled(letter: Mapping[str, Any], *, blocks: int = ALL, mark: str = "") -> Shell:
    page = page_of(letter, digest(letter), mark=mark)
    return Shell.from_bytes(compile_shell(page, language=letter["language"], blocks=blocks))


def lines_of(letter: Mapping[str, Any]) -> dict[str, str]:
    return slots.named(blocks_of(letter, digest(letter)))


def signed_by(
    letter: Mapping[str, Any], name: str, *, town: str = "Leeds", reference: str = ""
) -> dict[str, Any]:
    """The same letter by somebody else; its lines are as many as long as the name is short."""
    signer = {**letter["signer"], "name": name, "town": town}
    return {
        **letter,
        "signer": signer,
        "sender_line": f"{name}, {town}",
        "reference": reference or letter["reference"],
    }
