"""In which order tests run and which of them one worker takes: those that wait for processes stand between those that calculate.

Three workers on two cores are quick when one of them waits; three demonstrations that start at once are not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from xdist.scheduler import LoadScopeScheduling

# The longest first, so that no worker is alone with them at the end.
WAITING = tuple(f"tests/{folder}/" for folder in ("flows", "benchmarks", "faults", "demo"))
# Starting a demonstration costs ten seconds of a processor. These walks share one, which one worker runs in this order: first who
# finds it as it was filled, last who changes what the others look for.
SHARED = tuple(
    tuple(f"tests/flows/test_{name}.py" for name in names)
    for names in (
        ("walk", "signing"),
        ("appeal_desk", "dispatching"),
        ("desk", "embed", "cases", "offices"),
    )
)
# Each of these is a process of its own, for any worker.
APART = "tests/benchmarks/test_shape.py"
# The last part is left to the quick ones: then no worker has a long file to itself at the end.
SHARE = 0.6
# Two processors have enough to do with two of those that wait and one that calculates.
AT_ONCE = 2
T = TypeVar("T")


def shared_with(file: str) -> tuple[str, ...]:
    """The files of walks that share a demonstration with this one, itself among them."""
    return next((files for files in SHARED if file in files), (file,))


def scope_of(name: str) -> str:
    """What one worker takes as a whole: the file of a test, or the walks on one demonstration."""
    file = name.partition("::")[0]
    return name if file == APART else shared_with(file)[0]


def next_of(left: Sequence[str], begun: Iterable[str]) -> str:
    """Which of the scopes that are left is begun next, while these are."""
    wants_waiting = sum(scope.startswith(WAITING) for scope in begun) < AT_ONCE
    return next((scope for scope in left if scope.startswith(WAITING) == wants_waiting), left[0])


class Scheduling(LoadScopeScheduling):
    """As `--dist loadscope`, a module or class for one worker, but for what is shared and what stands apart.

    While there is something to wait for, AT_ONCE workers have it, and the others calculate.
    """

    def _assign_work_unit(self, node: Any) -> None:
        begun = [
            scope
            for units in self.assigned_work.values()
            for scope, unit in units.items()
            if not all(unit.values())
        ]
        self.workqueue.move_to_end(next_of(list(self.workqueue), begun), last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file == APART or len(shared_with(file)) > 1:
            return scope_of(nodeid)
        return str(super()._split_scope(nodeid))


def spread(items: Sequence[T], *, name_of: Callable[[T], str]) -> list[T]:
    """The same items, each file's together and in their order; `name_of` gives file::test."""
    scopes: dict[str, list[T]] = {}
    for item in items:
        scopes.setdefault(scope_of(name_of(item)), []).append(item)
    for scope, group in scopes.items():
        turn = {file: place for place, file in enumerate(shared_with(scope))}
        group.sort(key=lambda item: turn.get(name_of(item).partition("::")[0], 0))
    long_first = sorted(scopes.items(), key=lambda one: len(shared_with(one[0])), reverse=True)
    waiting = [group for folder in WAITING for scope, group in long_first if scope.startswith(folder)]
    quick = [group for scope, group in scopes.items() if not scope.startswith(WAITING)]
    step = max(1, int(len(quick) * SHARE / (len(waiting) or 1)))
    ordered: list[list[T]] = []
    for place, group in enumerate(quick):
        if place % step == 0 and waiting:
            ordered.append(waiting.pop(0))
        ordered.append(group)
    return _flat([*ordered, *waiting])


def _flat(groups: Iterable[Iterable[T]]) -> list[T]:
    return [item for group in groups for item in group]
