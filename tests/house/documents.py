"""What the documents say, and what the code has, as sets that can be compared."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

SETTING = re.compile(r"^(OUTCRY_[A-Z_]+|DATABASE_URL|REDIS_URL|EMAIL_URL)$")
# `letters/rendering.py`, `seeds/data/`, `locks/*.txt`, `manage.py`; commands and addresses are something else.
PATH = re.compile(r"`((?:[\w.*-]+/)+[\w.*-]*|[\w-]+\.(?:py|md|toml|txt|yaml))`")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
STATE = re.compile(r"^- `(\w+)`: \S")


def settings_read(root: Path) -> set[str]:
    """Names of settings that stand as strings in config/env.py and config/settings.py, outside of messages."""
    found = set()
    for name in ("env.py", "settings.py"):
        for node in ast.walk(ast.parse((root / "config" / name).read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.match(node.value):
                found.add(node.value)
    return found


def settings_documented(text: str) -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def management_commands(root: Path) -> set[str]:
    return {path.stem for path in root.glob("*/management/commands/*.py") if path.stem != "__init__"}


def front_door_commands(root: Path) -> set[str]:
    """The keys of COMMANDS in the front door, read without running it."""
    for node in ast.walk(ast.parse((root / "outcry").read_text())):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "COMMANDS":
            return set(ast.literal_eval(node.value))
    raise LookupError("outcry has no COMMANDS")


def commands_documented(text: str) -> set[str]:
    """`demo` for `./outcry demo`, `manage load_seeds` for `./outcry manage load_seeds`: the rows of the table."""
    return set(re.findall(r"^\| `\./outcry ((?:manage )?\w+)` \|", text, re.MULTILINE))


def commands_named(text: str) -> tuple[set[str], set[str]]:
    """What any document tells people to type: words after `outcry`, and words after `manage`."""
    typed = re.findall(r"(?:\./|python3 )outcry (\w+)(?: (\w+))?", text)
    managed = {second for first, second in typed if first == "manage" and second}
    return {first for first, _ in typed}, managed | set(re.findall(r"manage\.py (\w+)", text))


def rights_documented(text: str, *, roles: list[str]) -> dict[str, set[str]]:
    """The table of rights: for each act the roles whose column has a word in it."""
    rows = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|(.*)\|$", text, re.MULTILINE)
    return {
        act: {role for role, cell in zip(roles, cells.split("|"), strict=True) if cell.strip()}
        for act, cells in rows
    }


def machines_documented(text: str) -> set[frozenset[str]]:
    """The state machines of the glossary: one set of states for each heading below "States"."""
    machines: list[set[str]] = []
    for line in text.partition("\n## States\n")[2].splitlines():
        if line.startswith("### "):
            machines.append(set())
        elif found := STATE.match(line):
            machines[-1].add(found[1])
    return {frozenset(machine) for machine in machines}


def machines(models: Iterable) -> dict[frozenset[str], str]:
    """Every set of states that a column of a model may have, with one place where it stands."""
    words = {"state", "status", "health", "outcome", "review_state"}
    return {
        frozenset(value for value, _ in field.choices): f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.local_fields
        if field.name in words and field.choices
    }


def words_documented(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\*\*([^*]+)\*\*", text)}


def paths_missing(root: Path, text: str, *, beside: Path) -> list[str]:
    """Files, folders and links that a document names and that are not there."""
    named = [(path, root) for path in PATH.findall(text)] + [(path, beside) for path in LINK.findall(text)]
    # What git ignores at the top is made on the machine: whether it is there yet tells nothing about the document.
    made_later = tuple(
        re.findall(r"^/(\S+)", (root / ".gitignore").read_text(encoding="utf-8"), re.MULTILINE)
    )
    written = {path for path, base in named if not any(base.glob(path.rstrip("/")))}
    return sorted(path for path in written if not path.startswith(made_later))
