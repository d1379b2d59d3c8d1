"""Rules about files: names that tell a story, a size that fits a screen, reasons beside choices, no traces of a machine."""

import re
from pathlib import Path

from tests.house.tree import files

LONGEST = 300
EMPTY_NAMES = frozenset({"services", "utils", "helpers", "common", "misc", "managers"})
TEXT = frozenset(
    {"", ".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".html", ".css", ".svg", ".cfg", ".sh", ".po"}
)
# Put together here, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.~}])/(?:" + "|".join(["home", "root", "Users", "work", "workspace"]) + r")/\w")
OUTSIDE = "../" + "shared"
REGISTRIES = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian", "org"))
]
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)\b(?P<rest>.*)")
CODE = re.compile(r":\s*[A-Z]+\d+|\[[\w-]+\]")
CODE_AND_REASON = re.compile(rf"({CODE.pattern}).* (--|#) \S")


def names_without_a_story(root: Path) -> list[str]:
    return [str(path) for path in files(root, "*.py") if EMPTY_NAMES & {path.stem, *path.parts[:-1]}]


def long_files(root: Path) -> list[str]:
    """Lines of .py files, tests included; migrations are a machine's."""
    complaints = []
    for path in files(root, "*.py"):
        if "migrations" in path.parts:
            continue
        count = len((root / path).read_text(encoding="utf-8").splitlines())
        if count > LONGEST:
            complaints.append(f"{path} has {count} lines: split it by verb or noun")
    return complaints


def choices_without_a_reason(pyproject: str) -> list[str]:
    """Every dependency and every ignored rule in pyproject.toml has a comment on its own line."""
    complaints, inside = [], False
    for number, line in enumerate(pyproject.splitlines(), start=1):
        text, _, why = line.partition("#")
        if re.match(r"\s*\"?[\w*./-]+\"?\s*=\s*\[\s*$", text):
            inside = bool(re.match(r"\s*(dependencies|ignore|demo|test|quality|bench|run)\s*=", text))
        elif text.strip() == "]":
            inside = False
        elif text.strip() and not why.strip() and (inside or re.match(r"\s*\"[^\"]+\"\s*=\s*\[", text)):
            complaints.append(f"pyproject.toml:{number} gives no reason: {text.strip()}")
    return complaints


def silenced_without_a_reason(root: Path) -> list[str]:
    """A silenced rule names itself and its reason: `# noqa: S608 -- our own names`. In tests the code is enough."""
    complaints = []
    for path in files(root, "*.py"):
        needed = CODE if path.parts[0] == "tests" else CODE_AND_REASON
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), start=1):
            found = SILENCED.search(line)
            if found and not needed.match(found["rest"]):
                complaints.append(f"{path}:{number} silences without code and reason")
    return complaints


def traces_of_a_machine(root: Path) -> list[str]:
    complaints = []
    for path in files(root):
        if path.suffix not in TEXT:
            continue
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            hosts = [host for host in REGISTRIES if host in line]
            if MACHINE.search(line) or OUTSIDE in line or hosts:
                complaints.append(f"{path}:{number} names what users do not have: {line.strip()[:80]}")
    return complaints
