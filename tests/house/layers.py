"""The rules of the stairs and of one room, each as a list of complaints about a tree."""

from pathlib import Path

from tests.house.tree import imports, module_of, product

# Doors let something in: a browser, an editor, a program, a clock, a shell. apps.py wires them up.
DOORS = frozenset({"views", "admin", "api", "tasks", "urls", "forms", "management", "templatetags", "apps"})


def steps(stairs: str) -> dict[str, int]:
    """Read the drawing: the height of each room, the ground being 0."""
    lines = [line.split() for line in stairs.strip().splitlines()]
    return {room: len(lines) - 1 - row for row, rooms in enumerate(lines) for room in rooms}


def climbing(root: Path, stairs: str) -> list[str]:
    height = steps(stairs)
    complaints = []
    for path in product(root, frozenset(height)):
        here = path.parts[0]
        for found in imports(root, path):
            there = found.module.split(".")[0]
            if there == here or there not in height:
                continue
            if height[there] > height[here]:
                complaints.append(f"{found}: {here} must not climb to {there}")
            elif height[there] == height[here]:
                complaints.append(f"{found}: {here} and {there} stand on one step")
    return complaints


def rooms_off_the_stairs(root: Path, stairs: str) -> list[str]:
    """A folder with an apps.py is a room; one that is not drawn is checked by nobody."""
    return [
        path.parent.name for path in sorted(root.glob("*/apps.py")) if path.parent.name not in steps(stairs)
    ]


def layer(path: Path) -> str:
    """`door`, `model`, `state` or `verb`, from the file's place in its room."""
    first = path.parts[1].removesuffix(".py") if len(path.parts) > 1 else ""
    if first in DOORS or first.split("_")[0] in DOORS - {"forms"}:
        return "door"
    if first == "models":
        return "model"
    return "state" if first == "states" else "verb"


def wrong_way_in_a_room(root: Path, rooms: frozenset[str]) -> list[str]:
    """Doors -> verbs -> models -> states.

    A file that is neither door nor model and reaches no model (names of dates, a table of countries)
    is a leaf: models may use it.
    """
    paths = {module_of(path): path for path in product(root, rooms)}
    reached = {module: _inside(root, path, paths) for module, path in paths.items()}
    complaints = []
    for module, path in paths.items():
        if len(path.parts) < 2 or (path.name == "__init__.py" and len(path.parts) == 2):
            continue
        here = layer(path)
        for target, found in reached[module].items():
            there = layer(paths[target])
            same_room = paths[target].parts[0] == path.parts[0]
            if here != "door" and there == "door":
                complaints.append(f"{found}: a {here} must not open a door")
            elif (
                here == "model" and same_room and there == "verb" and _reaches_models(target, reached, paths)
            ):
                complaints.append(f"{found}: a model must not act")
            elif here == "state" and same_room and there in {"verb", "model"}:
                complaints.append(f"{found}: states stand on the ground of the room")
    return complaints


def _inside(root: Path, path: Path, paths: dict[str, Path]) -> dict[str, str]:
    return {found.module: str(found) for found in imports(root, path) if found.module in paths}


def _reaches_models(module: str, reached: dict[str, dict[str, str]], paths: dict[str, Path]) -> bool:
    """Whether the file leads to a model of its own room, over any number of files."""
    room, seen, waiting = module.split(".")[0], set(), [module]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for target in reached[current]:
            if target.split(".")[0] != room:
                continue
            if layer(paths[target]) == "model":
                return True
            waiting.append(target)
    return False
