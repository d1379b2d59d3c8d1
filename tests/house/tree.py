"""Read a source tree as rooms, files and imports, without importing any of it.

Every function takes the root of a tree, so that the house tests can be shown to fail on a bad one.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IGNORED = frozenset({".git", ".venv", "var", "build", "__pycache__", "node_modules", ".hypothesis"})
CACHES = ("_cache",)


@dataclass(frozen=True)
class Import:
    """One import: the file, its line, and the dotted module it names."""

    path: Path
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.module}"


def files(root: Path, pattern: str = "*") -> list[Path]:
    """All files below `root` that belong to the project, as paths relative to it."""
    found = []
    for path in sorted(root.rglob(pattern)):
        relative = path.relative_to(root)
        if any(part in IGNORED or part.endswith(CACHES) for part in relative.parts):
            continue
        if path.is_file():
            found.append(relative)
    return found


def product(root: Path, rooms: frozenset[str]) -> list[Path]:
    """The .py files of the rooms; migrations are written by a machine and are left out."""
    return [path for path in files(root, "*.py") if path.parts[0] in rooms and "migrations" not in path.parts]


def module_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path, path: Path) -> Iterator[Import]:
    """Every import in the file, at any depth, and every other room's model that is named in a string."""
    package = path.parent.parts
    for node in ast.walk(ast.parse((root / path).read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            for alias in node.names:
                deeper = f"{start}.{alias.name}"
                is_file = any(
                    (root / Path(*deeper.split("."))).with_suffix(end).exists() for end in (".py", "")
                )
                yield Import(path, node.lineno, deeper if is_file else start)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield Import(path, node.lineno, argument.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A foreign key may name its model as "letters.Letter"; that leans on the room as an import does.
            room, dot, model = node.value.partition(".")
            if dot and model.isidentifier() and model[0].isupper() and (root / room).is_dir():
                yield Import(path, node.lineno, f"{room}.models")


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
