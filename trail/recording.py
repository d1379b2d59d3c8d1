"""The hook of the verbs: what somebody of the staff does is written down in the transaction that does it.

    @recorded
    def close(*, appeal: Appeal, by: Any, reason: str, now: datetime) -> None:

Who is `by`, when is `now`, why is `reason`; on what are the rows among the other arguments, and a row that the verb returns. A verb
without a person (`by` None) is the house itself, which may do a thing to a hundred thousand rows: it is not recorded. Of a verb that
calls verbs each is told, and all are written at its end, so that the head of the chain is the last lock that is taken.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from trail.appending import Fact, append
from trail.values import changed, name_of, values_of

# Of more rows than this only the first are named.
MOST_NAMED = 1_000

P = ParamSpec("P")
R = TypeVar("R")
_told: ContextVar[bool] = ContextVar("trail_told", default=False)
_facts: ContextVar[list[Fact] | None] = ContextVar("trail_facts", default=None)


def recorded(verb: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a verb that takes `by=` and `now=`; stands above `transaction.atomic`."""
    takes = signature(verb)
    act = f"{verb.__module__}.{verb.__name__}"

    @wraps(verb)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs.get("by")
        if _told.get() or not isinstance(by, AbstractBaseUser) or by.pk is None:
            return verb(*args, **kwargs)
        told = takes.bind(*args, **kwargs).arguments
        with _one_transaction(), _writing() as facts:
            names, many = _rows(told)
            before = values_of(names)
            result = verb(*args, **kwargs)
            if isinstance(result, Model) and (own := name_of(result.__class__, result.pk)) not in names:
                names.append(own)
            after = values_of(names)
            rows = {name: changed(before.get(name), after.get(name)) for name in names}
            more = {"result": result} if isinstance(result, int) else {}
            reason = str(told.get("reason") or told.get("how") or "")
            first = next(iter([*names, *many]), "")
            now = told.get("now") or timezone.now()
            facts.append(Fact(act, by.pk, now, first, {"rows": rows, "many": many, **more}, reason))
        return result

    return wrapped


@contextmanager
def told_already() -> Iterator[None]:
    """For the rows of one decision that was written down with all of them (bulk/doing.py): what is done to each is not told again."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)


def _one_transaction() -> AbstractContextManager[Any]:
    # A nested verb is inside one, and has a savepoint of its own where it needs one.
    return transaction.atomic() if _facts.get() is None else nullcontext()


class _writing:  # noqa: N801 -- reads as a word where it is used
    """Collects what nested verbs tell; the outermost writes. Inside the outermost transaction."""

    def __enter__(self) -> list[Fact]:
        self.outer = _facts.get()
        self.token = None if self.outer is not None else _facts.set([])
        found = _facts.get()
        assert found is not None  # noqa: S101 -- for the type checker
        self.began = len(found)
        return found

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        facts = _facts.get()
        assert facts is not None  # noqa: S101 -- for the type checker
        if kind is not None:
            del facts[self.began :]  # what was rolled back did not happen
        if self.token is not None:
            _facts.reset(self.token)
            if kind is None:
                append(facts)


def _rows(told: dict[str, Any]) -> tuple[list[str], dict[str, list[int]]]:
    """Single rows among the arguments by name, and of querysets the keys."""
    names: list[str] = []
    many: dict[str, list[int]] = {}
    for value in _values(told):
        # By __class__: request.user is a lazy object, whose type is another.
        if isinstance(value, Model) and value.pk is not None:
            names.append(name_of(value.__class__, value.pk))
        elif isinstance(value, QuerySet):
            label = value.model._meta.label_lower
            rows = value if value.query.is_sliced else value.order_by()
            many[label] = list(rows.values_list("pk", flat=True)[:MOST_NAMED])
    return list(dict.fromkeys(names)), many


def _values(told: dict[str, Any]) -> Iterator[Any]:
    for name, value in told.items():
        if name == "by":
            continue
        # A generator is left alone: reading it would leave nothing for the verb.
        yield from value if isinstance(value, list | tuple) else [value]
