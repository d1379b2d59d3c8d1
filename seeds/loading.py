"""Bring seed files into the database: all of them or none, twice as well as once, never over what staff edited.

A fixed number of statements per model, whatever the number of rows and files: one to look, one to
insert, one to update (Django splits statements at the database's limit of values, 999 on SQLite).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from campaigns import contradictions
from campaigns.models import Citation, Event, StatusRecord
from seeds.cells import search_keys
from seeds.models import SeedRow
from seeds.reading import read_file
from seeds.rows import Ref, Row, SeedError
from seeds.sections import SECTIONS

ROOT = Path(__file__).resolve().parent / "data"


@dataclass
class FileReport:
    file: str
    created: int = 0
    changed: int = 0
    same: int = 0
    kept: list[str] = field(default_factory=list)  # rows that staff edited, reviewed, verified or deleted
    gone: int = 0  # rows that an earlier version of this file had


@dataclass
class _Work:
    """What is known before, and what has been written so far."""

    known: dict[tuple[str, str], SeedRow]
    reports: dict[str, FileReport]
    fresh: list[SeedRow] = field(default_factory=list)
    moved: list[SeedRow] = field(default_factory=list)  # changed, or standing in another file now
    written: dict[tuple[type[models.Model], int], Row] = field(default_factory=dict)  # created or changed


class _DryRun(Exception):
    pass


# The rows of sections in their order, then what hangs on them, then the citations of all.
_HANGING = [child.model for section in SECTIONS.values() for child in section.children.values()]
RANKS: list[type[models.Model]] = [*(section.model for section in SECTIONS.values()), *_HANGING, Citation]


def load(
    *,
    root: Path = ROOT,
    dry_run: bool = False,
    progress: Callable[[FileReport], None] = lambda report: None,
    step: Callable[[int, int, str], None] = lambda done, of, doing: None,
) -> list[FileReport]:
    """Load every *.yaml below `root`; SeedError says in one sentence what stops it, and then nothing is loaded.

    `step` hears from the start how far it is: steps done, steps in all, what is done next. A file to read is a step, and
    so is a kind of rows to write.
    """
    # Drafts of appeals are another thing: seeds/drafting.py brings them in.
    paths = [path for path in sorted(root.rglob("*.yaml")) if path.parent.name != "appeals"]
    if not paths:
        raise SeedError(f"There are no seed files below {root.name}/.")
    every: list[Row] = []
    reports: dict[str, FileReport] = {}
    for done, path in enumerate(paths):
        name = path.relative_to(root).as_posix()
        step(done, len(paths) + len(RANKS), name)
        every += read_file(path, root=root)
        reports[name] = FileReport(name)
    wanted = _no_key_twice(every)
    try:
        with transaction.atomic():
            work = _Work({(row.model, row.key): row for row in SeedRow.objects.all()}, reports)
            # One model after the other over all files, so that a row may name what stands in any other file.
            for model in sorted({row.model for row in every}, key=RANKS.index):
                done = len(paths) + RANKS.index(model)
                step(done, len(paths) + len(RANKS), str(model._meta.verbose_name_plural))
                for layer in _parents_first(model, [row for row in every if row.model is model]):
                    _load_rows(model, layer, work)
            _no_contradiction(work.written)
            SeedRow.objects.bulk_create(work.fresh)
            SeedRow.objects.bulk_update(work.moved, ["loaded", "file"])
            for report in reports.values():
                report.gone = sum(
                    row.file == report.file and key not in wanted for key, row in work.known.items()
                )
                progress(report)
            if dry_run:
                raise _DryRun
            if work.written:
                _count_anew()
    except _DryRun:
        pass
    return list(reports.values())


def _count_anew() -> None:
    """Tell PostgreSQL how much there is now (its manual, 14.4.9): it would go on to plan for tables that are nearly empty.

    The review of one case took it eight seconds. SQLite looks at its indexes instead.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in RANKS)
            cursor.execute(f"ANALYZE {tables}")


def _no_key_twice(rows: list[Row]) -> dict[tuple[str, str], Row]:
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        first = seen.setdefault((row.label, row.key), row)
        if first is not row:
            raise row.place.error(
                f"the key {row.key!r} stands in {first.place.file}, {first.place.row} already."
            )
    return seen


def _parents_first(model: type[models.Model], rows: list[Row]) -> list[list[Row]]:
    """Split rows that name rows of their own model into layers: two for a source within a source."""
    layer: dict[str, int] = {}
    inside = {row.key: row for row in rows}

    def depth(row: Row, path: tuple[str, ...] = ()) -> int:
        if row.key in path:
            raise row.place.error("this row stands within itself.")
        if row.key not in layer:
            above = [
                value for value in row.values.values() if isinstance(value, Ref) and value.model is model
            ]
            parents = [inside[value.key] for value in above if value.key in inside]
            layer[row.key] = max((depth(parent, (*path, row.key)) + 1 for parent in parents), default=0)
        return layer[row.key]

    ordered = sorted(rows, key=depth)
    return [list(some) for _, some in groupby(ordered, key=depth)]


def _load_rows(model: type[models.Model], rows: list[Row], work: _Work) -> None:
    values = {
        row.key: {name: _resolve(value, work.known) for name, value in row.values.items()} for row in rows
    }
    new = [row for row in rows if (row.label, row.key) not in work.known]
    old = [row for row in rows if (row.label, row.key) in work.known]
    changed: list[tuple[Row, models.Model]] = []
    if old:
        # By subquery and not by a list of ids: no limit of parameters, one statement.
        ids = SeedRow.objects.filter(model=rows[0].label).values("object_id")
        current = model._default_manager.filter(pk__in=ids).in_bulk()
        for row in old:
            report, seed = work.reports[row.place.file], work.known[row.label, row.key]
            one, wanted = current.get(seed.object_id), values[row.key]
            if one is None or _is_touched(one, seed.loaded):
                report.kept.append(f"{row.label} {row.key}")
            elif _plain(wanted) == seed.loaded and seed.file == report.file:
                report.same += 1
            else:
                report.changed += 1
                changed.append((row, _set(one, wanted)))
                work.written[model, one.pk] = row
                seed.loaded, seed.file = _plain(wanted), report.file
                work.moved.append(seed)
    made = [(row, _set(model(), values[row.key])) for row in new]
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(one for _, one in made)
            if changed:
                columns = {name for row, _ in changed for name in values[row.key]}
                columns |= {column.attname for column in search_keys(model)}
                names = [model._meta.get_field(name.removesuffix("_id")).name for name in sorted(columns)]
                model._default_manager.bulk_update([one for _, one in changed], names)
    except IntegrityError as error:
        raise _clash([*made, *changed], error) from error
    for row, one in made:
        work.reports[row.place.file].created += 1
        work.written[model, one.pk] = row
        seed = SeedRow(
            model=row.label,
            key=row.key,
            file=row.place.file,
            object_id=one.pk,
            loaded=_plain(values[row.key]),
        )
        work.known[row.label, row.key] = seed
        work.fresh.append(seed)


def _no_contradiction(written: dict[tuple[type[models.Model], int], Row]) -> None:
    """What cannot be true together stops the load like any other bad row. Two statements, or none without claims."""
    ids = {model: [pk for one, pk in written if one is model] for model in (StatusRecord, Event)}
    if not any(ids.values()):
        return
    today = timezone.localdate()
    for claim, refused in contradictions.found_among(
        status_ids=ids[StatusRecord], event_ids=ids[Event], today=today
    ):
        # The file has one field for both ends of a date.
        field = "date" if refused.field.startswith("date_") else refused.field
        raise written[type(claim), claim.pk].place.at(field).error(refused.message)


def _resolve(value: Any, known: dict[tuple[str, str], SeedRow]) -> Any:
    if not isinstance(value, Ref):
        return value
    seed = known.get((value.model._meta.label_lower, value.key))
    if seed is None:
        kind = value.model._meta.verbose_name
        raise value.place.error(f"there is no {kind} with the key {value.key!r}.")
    return seed.object_id


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _is_touched(one: Any, loaded: dict[str, Any]) -> bool:
    """Staff edited the row, or answer for it: what they reviewed or verified is theirs."""
    now = _plain({name: getattr(one, name) for name in loaded})
    return (
        now != loaded
        or getattr(one, "review_state", "") == "reviewed"
        or getattr(one, "verified_on", None) is not None
    )


def _set(one: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(one, name, value)
    for column in search_keys(type(one)):
        column.pre_save(one, add=False)
    return one


def _clash(written: list[tuple[Row, Any]], error: IntegrityError) -> SeedError:
    """Find the row that the database refused; one query per row, but only when loading has failed."""
    for row, one in written:
        try:
            one.validate_constraints()
        except ValidationError as refused:
            return row.place.error(" ".join(refused.messages))
    first, _ = written[0]
    return first.place.error(f"the database refuses a row of this section ({' '.join(str(error).split())}).")
