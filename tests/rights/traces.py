"""Look for words in every column of every table, opened where it is sealed, and in every file below some folders."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from pypdf import PdfReader

from kit.personal import spellings
from kit.sealed_files import opened


def traces(words: Iterable[str], *folders: Path) -> list[str]:
    """`room.Model.column: word`, or `file: word`. JSON escapes and compressed parts of a PDF are read too."""
    wanted = {word: {one.casefold() for one in spellings(word)} for word in words}
    found = set()
    for model in apps.get_models(include_auto_created=True):
        names = [column.attname for column in model._meta.local_concrete_fields]
        for row in model._base_manager.values_list(*names) if not model._meta.proxy else ():
            for name, value in zip(names, row, strict=True):
                text = _text(value).casefold()
                found |= {
                    f"{model._meta.label}.{name}: {word}"
                    for word, written in wanted.items()
                    if any(one in text for one in written)
                }
    for path in (one for folder in folders for one in folder.rglob("*") if one.is_file()):
        text = _text(_plain(path)).casefold()
        found |= {f"{path.name}: {word}" for word in wanted if word.casefold() in text}
    return sorted(found)


def _text(value: Any) -> str:
    return (
        bytes(value).decode("latin-1") + bytes(value).decode(errors="ignore")
        if isinstance(value, bytes | memoryview)
        else str(value)
    )


def _plain(path: Path) -> bytes:
    if path.suffix == ".sealed":
        return b"".join(opened(path.open("rb")))
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages).encode()
    return path.read_bytes()
