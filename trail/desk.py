"""The hook of the desk's forms: what is added, changed and deleted there has no verb; Django's own log says that it happened."""

import json
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models import Model

from trail.appending import Fact, append
from trail.values import Values, changed, name_of, values_of

ACTS = {ADDITION: "desk.add", CHANGE: "desk.change", DELETION: "desk.delete"}
# How rows were before the form that is being saved; config/admin_site.py looks at them in time.
_before: ContextVar[dict[str, Values] | None] = ContextVar("trail_before", default=None)


def look(rows: Iterable[Model]) -> None:
    """Remember how these rows are in the database now, before a form is saved over them or they are deleted."""
    names = [name_of(row.__class__, row.pk) for row in rows if row.pk is not None]
    _before.set({**(_before.get() or {}), **values_of(names)})


def forget() -> None:
    _before.set(None)


def note_form(instance: LogEntry, created: bool, **_more: Any) -> None:
    """Receiver of the post_save of Django's LogEntry."""
    if created:
        append([fact_of(instance)])


def note_many(manager: Any, logs: Iterable[LogEntry], **how: Any) -> list[LogEntry]:
    """Stands in for LogEntryManager.bulk_create: Django logs several rows so, and sends no signal (trail/apps.py)."""
    made = manager.get_queryset().bulk_create(logs, **how)
    append([fact_of(one) for one in made])
    return made


def fact_of(log: LogEntry) -> Fact:
    model = log.content_type.model_class() if log.content_type else None
    name = name_of(model, log.object_id) if model else ""
    before = (_before.get() or {}).get(name)
    after = values_of([name]).get(name) if name and log.action_flag != DELETION else None
    # A log line of an act that saved no form has nothing before it.
    rows = {name: changed(before, after)} if before or log.action_flag == ADDITION else {}
    changes = {"rows": rows, "many": {}, "parts": _parts(log.change_message)}
    return Fact(ACTS[log.action_flag], log.user_id, log.action_time, name, changes)


def _parts(message: str) -> list[Any]:
    """Which inlines were changed, and in which fields, without the words that Django puts beside them."""
    try:
        told = json.loads(str(message))  # words that are translated late are no str yet
    except ValueError:
        return []
    if not isinstance(told, list):
        return []
    return [
        [what, one.get("name", ""), sorted(one.get("fields", []))]
        for part in told
        for what, one in part.items()
        if one
    ]
