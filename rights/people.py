"""Who is asked about, and every row that is about them, as the register finds it (kit/personal.py)."""

from collections.abc import Iterator
from typing import Any

from appeals.models import Signature
from kit.personal import SUPPORTER, Declared, Kept, Person, register
from supporters.models import Supporter


def person_of(supporter: Supporter) -> Person:
    """With every name they signed with, also in letters that were frozen before they corrected it."""
    names: dict[str, None] = {}
    for name, agreed in Signature.objects.filter(supporter=supporter).values_list("name", "agreed"):
        names |= dict.fromkeys(filter(None, [name, (agreed.get("signer") or {}).get("name", "")]))
    return Person(supporter.pk, supporter.email, supporter.mailbox_index, tuple(names))


def rows_about(person: Person) -> list[tuple[Declared, Kept, list[Any]]]:
    """The keys of all rows, looked up before any of them is changed: one leads to the other."""
    return [
        (one, kept, list(kept.of(person).order_by().values_list("pk", flat=True)))
        for one in register()
        for kept in one.kept
        if kept.of is not None
    ]


def held_about(person: Person) -> Iterator[tuple[Declared, list[Any]]]:
    """(table, its rows, opened): what is theirs, each row once. What only quotes them stays with whom it is about."""
    for one in register():
        mine = [kept for kept in one.kept if kept.of and kept.whose == SUPPORTER and not kept.quotes]
        keys = {key for kept in mine for key in kept.of(person).values_list("pk", flat=True)}  # type: ignore[misc]  # those with `of`
        if keys:
            yield one, list(one.model._base_manager.filter(pk__in=keys).order_by("pk"))
