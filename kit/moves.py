"""State machines as one table: `Moves({"draft": {"open"}, "open": set()})`."""

from collections.abc import Iterable, Mapping

from kit.refusals import Refused


class Moves:
    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self.table = {state: frozenset(targets) for state, targets in table.items()}

    def allows(self, old: str, new: str) -> bool:
        return new in self.table.get(old, frozenset())

    def check(self, old: str, new: str, *, thing: str) -> None:
        if not self.allows(old, new):
            raise Refused(
                f"This {thing} is {old.replace('_', ' ')} and cannot become {new.replace('_', ' ')}."
            )

    def before(self, new: str) -> list[str]:
        """The states from which `new` may be reached: the filter of a guarded update."""
        return sorted(state for state, targets in self.table.items() if new in targets)
