"""The words that the public reads: what the source says, and what a catalogue answers.

Templates go through Django's own extractor and then, like Python files, through Babel's.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.tree import files

ROOMS = {
    "kit",
    "campaigns",
    "supporters",
    "appeals",
    "letters",
    "mailings",
    "rights",
    "reports",
    "demo",
    "templates",
}
# What only staff read is English: the desk, the names of columns and states.
STAFF = {"admin", "models", "migrations", "management", "states", "apps"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# %(name)s, %(code)04X, %s, {name}; %% is no placeholder.
PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[-+#0-9.]*[a-zA-Z]|\{\w*\}")

Key = tuple[str, str]  # context ("" for none), msgid or the singular of two


def said_by(root: Path) -> dict[Key, str]:
    """Return {key: file that says it} for every public word under `root`."""
    return {
        key: str(path)
        for path in files(root)
        if path.parts[0] in ROOMS and not STAFF & {*path.parts[:-1], path.stem}
        for key in _said_in(root / path)
    }


def _said_in(path: Path) -> Iterator[Key]:
    if path.suffix in {".html", ".txt"}:
        # What is not to be translated becomes X; indentation goes too, it would be no Python.
        python = templatize(path.read_text(encoding="utf-8"))
        source = "\n".join(line.strip() for line in python.splitlines())
    elif path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
    else:
        return
    for _line, said, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield context or "", said if isinstance(said, str) else said[0]


def catalogue(source: Path) -> Catalog:
    return read_po(io.BytesIO(source.read_bytes()), locale=source.parts[-3], abort_invalid=True)


def answers(catalog: Catalog) -> dict[Key, Message]:
    return {(message.context or "", forms(message.id)[0]): message for message in catalog if message.id}


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def unanswered(said: dict[Key, str], catalog: Catalog) -> list[str]:
    """Words that a reader of this language would meet in English, each with the file that says it."""
    known = answers(catalog)
    return [
        f"{file}: {key[1]}" for key, file in sorted(said.items()) if not _is_complete(known.get(key), catalog)
    ]


def _is_complete(message: Message | None, catalog: Catalog) -> bool:
    if message is None or message.fuzzy:
        return False
    wanted = catalog.num_plurals if message.pluralizable else 1
    found = forms(message.string)
    return len(found) == wanted and all(form.strip() for form in found)


def unlike_placeholders(catalog: Catalog) -> list[str]:
    """Translations that would lose a value, or ask for one that is not there."""
    return [
        f"{forms(message.id)[0]} -> {form}"
        for message in catalog
        for form in forms(message.string)
        if message.id and placeholders(form) != placeholders(forms(message.id)[-1])
    ]


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)) - {"%%"})
