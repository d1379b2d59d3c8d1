"""Read seed files into rows. Nothing is written here; what cannot be read is refused with file, row and field."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import models

from campaigns.countries import is_country
from seeds import cells
from seeds.rows import Place, Ref, Row
from seeds.sections import SECTIONS, Child, Section

# As safe and ten times as fast; PyYAML has it where it was built with libyaml, as its wheels are.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(path: Path, *, root: Path) -> list[Row]:
    """Return the rows of one file, parents before the rows that hang on them."""
    place = Place(path.relative_to(root).as_posix())
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise place.error(f"this is not readable YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(document, dict):
        raise place.error("write sections like `events:` with lists of rows under them.")
    rows: list[Row] = []
    for name, items in document.items():
        if name not in SECTIONS:
            raise place.error(f"there is no section {name!r}; there are {', '.join(SECTIONS)}.")
        if not isinstance(items, list):
            raise place.error(f"the section {name} must be a list of rows.")
        for number, item in enumerate(items, start=1):
            rows += _read_row(SECTIONS[name], item, Place(place.file, f"{name} row {number}"))
    return rows


def _read_row(section: Section, item: Any, place: Place) -> Iterator[Row]:
    _is_mapping(item, place)
    key = item.get(section.key)
    if not isinstance(key, str) or not key:
        raise place.at(section.key).error("every row needs a key, as text.")
    place = Place(place.file, f"{place.row} ({key})")
    extra = {section.key, *section.children}
    extra |= {"sources"} if section.cited_as else set()
    extra |= {"date", "basis", "date_note"} if section.dated else set()
    _no_unknown(item, {*section.fields, *section.refs, *extra}, place)
    if section.one_of and not any(item.get(name) for name in section.one_of):
        raise place.at(section.one_of[0]).error(f"give at least one of {', '.join(section.one_of)}.")
    row = Row(section.model, key, place, {section.key: cells.plain(section.model, section.key, key, place)})
    row.values |= _columns(section.model, section.fields, section.refs, item, place)
    if section.dated:
        row.values |= cells.dated(item, place)
    yield row
    if section.cited_as:
        yield from _citations(row, section.cited_as, item, place, required=not section.may_be_cited)
    for name, child in section.children.items():
        if item.get(name) is not None:
            yield from _hanging(child, row, item[name], place.at(name))


def _columns(
    model: type[models.Model],
    fields: tuple[str, ...],
    refs: Mapping[str, type[models.Model]],
    item: dict,
    place: Place,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in fields:
        if item.get(name) is not None:
            values[name] = cells.plain(model, name, item[name], place)
        elif cells.is_required(model, name):
            raise place.at(name).error("this is missing.")
        else:
            values[name] = cells.default(model, name)
    for name, target in refs.items():
        key = item.get(name)
        if key is None and not model._meta.get_field(name).null:
            raise place.at(name).error("this is missing.")
        if key is not None and not isinstance(key, str):
            raise place.at(name).error(f"{key!r} is not a key.")
        values[f"{name}_id"] = None if key is None else Ref(target, key, place.at(name))
    return values


def _citations(row: Row, column: str, item: dict, place: Place, *, required: bool) -> Iterator[Row]:
    sources = item.get("sources", [])
    if not isinstance(sources, list) or (required and not sources):
        raise place.at("sources").error("name at least one source with its lines, like [S05 319-321].")
    for cited in sources:
        yield cells.citation(row, column, cited, place.at("sources"))


def _hanging(child: Child, parent: Row, value: Any, place: Place) -> Iterator[Row]:
    wanted = dict if child.shape == "mapping" else list
    if not isinstance(value, wanted):
        raise place.error(f"write a {'mapping' if wanted is dict else 'list'} here.")
    base = {f"{child.parent}_id": Ref(parent.model, parent.key, place)}
    entries: Any = value
    for one in entries:
        if child.shape == "rows":
            yield from _hanging_row(child, parent, one, base, place)
            continue
        if not isinstance(one, str):
            raise place.error(f"write {one!r} as text, between quotes.")
        if child.shape == "keys":
            assert child.target is not None  # noqa: S101 -- links() always gives one
            values: dict[str, Any] = {f"{child.column}_id": Ref(child.target, one, place)}
        elif child.shape == "codes":
            if not is_country(one):
                raise place.error(f"{one!r} is no country code of ISO 3166.")
            values = {"country": one}
        else:
            values = {
                name: cells.plain(child.model, name, cell, place)
                for name, cell in (("language", one), ("text", entries[one]))
            }
        yield Row(child.model, f"{parent.key}/{one}", place, base | values)


def _hanging_row(child: Child, parent: Row, item: Any, base: dict, place: Place) -> Iterator[Row]:
    # A bare text is short for a row that has nothing but its identity.
    if isinstance(item, str):
        item = {child.identity[0]: item}
    _is_mapping(item, place)
    _no_unknown(item, {*child.fields, *child.refs} | ({"sources"} if child.cited_as else set()), place)
    identity = "/".join(str(item.get(name, "")) for name in child.identity)
    values = base | _columns(child.model, child.fields, child.refs, item, place)
    row = Row(child.model, f"{parent.key}/{identity}"[:300], place, values)
    yield row
    if child.cited_as:
        yield from _citations(row, child.cited_as, item, place, required=False)


def _is_mapping(item: Any, place: Place) -> None:
    if not isinstance(item, dict):
        raise place.error("this row is not a mapping of fields.")


def _no_unknown(item: dict, known: set[str], place: Place) -> None:
    for name in item:
        if name not in known:
            raise place.at(str(name)).error(f"there is no such field; there are {', '.join(sorted(known))}.")
