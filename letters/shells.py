"""Find the shell that letters of one page are stamped into; compile it where there is none yet.

A shell serves all letters that differ in nothing but the lines of their slots. Its key names everything else: the words,
the layout, the style, how many lines each block has and how large, which letters its fonts hold, and what made it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kit.fonts import FACES, FOLDER
from letters.engine.sheets import FlowShell
from letters.engine.shell import Shell as Compiled
from letters.fitting import Fitted
from letters.layouts import layout
from letters.layouts.stylesheet import stylesheet
from letters.models import Shell
from letters.pressing import NoShell, compile_shell
from letters.verifying import home

# What differs from letter to letter of one text, or is not printed.
VARIES = frozenset(
    {
        "v",
        "reference",
        "date",
        "signer",
        "sender_line",
        "recipient",
        "own_words",
        "copies_to",
        "reply_to",
        "bricks",
        "salt",
    }
)
# Whoever types strange names may not make us compile for ever: after so many of a text WeasyPrint sets its letters.
MOST_OF_A_TEXT = 64
KEPT = 256  # in one process
TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "letters"

Page = dict[str, Any]  # what the press is asked for
_kept: dict[str, "Kept | None"] = {}


class Kept:
    """A shell, and the row that keeps it."""

    def __init__(self, row: Shell) -> None:
        self.row, self.key = row, row.key

    @cached_property
    def shell(self) -> Compiled:
        return Compiled.from_bytes(bytes(self.row.content))

    @cached_property
    def flow_shell(self) -> FlowShell:
        """Of letters with own words, which have keys of their own."""
        return FlowShell.from_bytes(bytes(self.row.content))


def key_of(frozen: Mapping[str, Any], blocks: Mapping[str, Fitted], letters: int) -> tuple[str, str]:
    """Return (key, key of the text alone). `letters`: the blocks of them that the slots need (letters/engine/alphabets.py)."""
    words = tuple((name, _fixed(frozen[name])) for name in sorted(frozen) if name not in VARIES)
    text = _text_key(words, bool(frozen.get("own_words")), home())
    shape = tuple((name, block.size, len(block.lines)) for name, block in blocks.items())
    return _key(text, shape, letters, frozen["layout"]), text


def shell_of(
    key: str, text_key: str, page: Callable[[], Page], *, language: str, letters: int, flows: bool
) -> Kept | None:
    """Return the shell of this key, compiled if need be from `page()`; None where its letters cannot be stamped.

    `flows`: for letters with own words. Raises PressRefused and PressMissing when one had to be compiled.
    """
    if key not in _kept:
        row = Shell.objects.filter(key=key).first() or _compile(
            key, text_key, page(), language=language, blocks=letters, flows=flows
        )
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = Kept(row) if row and row.content else None
    return _kept[key]


def by_key(key: str) -> Kept:
    """The shell that a letter was stamped into, however long ago."""
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = Kept(Shell.objects.get(key=key))
    return found


def see_to_rows(used: Iterable[Kept]) -> None:
    """What this process keeps may be gone from a database that was restored meanwhile: write it again. One query, mostly."""
    mine = {kept.key: kept.row for kept in used}
    there = set(Shell.objects.filter(key__in=mine).values_list("key", flat=True))
    lost = [row for key, row in mine.items() if key not in there]
    for row in lost:
        row.pk = None
    Shell.objects.bulk_create(lost, ignore_conflicts=True)


def _compile(key: str, text_key: str, page: Page, *, language: str, blocks: int, flows: bool) -> Shell | None:
    if Shell.objects.filter(text_key=text_key).count() >= MOST_OF_A_TEXT:
        return None
    made: dict[str, Any] = {"text_key": text_key, "language": language, "engine": made_with()}
    try:
        made["content"] = compile_shell(page, language=language, blocks=blocks, flows=flows)
    except NoShell as error:
        made["reason"] = str(error)[:300]
    # Two workers may have compiled the same at once: the first one's is kept.
    return Shell.objects.get_or_create(key=key, defaults=made)[0]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=512)
def _text_key(words: tuple[Any, ...], flows: bool, address: str) -> str:
    return _sha256(json.dumps([words, flows, address, made_with()], ensure_ascii=False))


@lru_cache(maxsize=4096)
def _key(text: str, shape: tuple[tuple[str, float, int], ...], letters: int, name: str) -> str:
    return _sha256(f"{text} {shape} {letters} {_style(name, shape)}")


def _fixed(value: Any) -> Any:
    """The same as a value that can be looked up: most letters of a run have the same words."""
    if isinstance(value, Mapping):
        return tuple((name, _fixed(value[name])) for name in sorted(value))
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=512)
def _style(name: str, shape: tuple[tuple[str, float, int], ...]) -> str:
    """Digest of everything that decides how such a page looks. Where our files lie on this machine does not."""
    blocks = {block: Fitted(size, ("",) * lines) for block, size, lines in shape}
    css = stylesheet(layout(name), blocks).replace(FOLDER.as_uri(), "")
    return _sha256(f"{css} {_files()}")


@cache
def _files() -> str:
    files = [*sorted(TEMPLATES.glob("*letter*.html")), *(FOLDER / name for name in FACES.values())]
    return _sha256(" ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files))


@cache
def made_with() -> str:
    return f"weasyprint {version('weasyprint')}, pydyf {version('pydyf')}"
