"""Read one cell of a seed row: checked by the model's own field, or refused with its place."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.dates import Basis, read_date
from campaigns.models import Citation, Source
from campaigns.names import SearchKeyField
from seeds.rows import Place, Ref, Row

_CITED = re.compile(r"(?P<source>\S+)(?: (?P<lines>\d+(?:-\d+)?(?:, ?\d+(?:-\d+)?)*))?")


def plain(model: type[models.Model], name: str, value: Any, place: Place) -> Any:
    """Return `value` as the column `name` of `model` takes it."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, models.CharField | models.TextField) and not isinstance(value, str):
        raise place.at(name).error(f"write {value!r} as text, between quotes.")
    if isinstance(field, models.BooleanField | models.IntegerField) and not isinstance(value, bool | int):
        raise place.at(name).error(f"{value!r} is not a number.")
    if isinstance(field, models.CharField | models.TextField):
        value = " ".join(value.split()) if not isinstance(field, models.TextField) else value.strip()
    try:
        return field.clean(value, None)
    except ValidationError as error:
        said = " ".join(error.messages)
        if field.choices and len(field.flatchoices) < 30:
            said = f"{value!r} is not one of {', '.join(str(code) for code, _ in field.flatchoices if code)}."
        raise place.at(name).error(said) from error


def default(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_default() if field.has_default() or not field.null else None


def is_required(model: type[models.Model], name: str) -> bool:
    field: Any = model._meta.get_field(name)
    return not field.has_default() and not field.null and not field.blank


def dated(value: Any, place: Place) -> dict[str, Any]:
    """Read `{date: 2012-08, basis: inferred, date_note: …}` into the columns of a Dated model."""
    if not isinstance(value.get("date", ""), str):
        raise place.at("date").error(f"write {value['date']} as text, between quotes.")
    try:
        first, last, precision = read_date(value.get("date", ""))
    except ValueError as error:
        raise place.at("date").error(f"{error}.") from error
    basis = value.get("basis", Basis.STATED)
    if basis not in Basis.values:
        raise place.at("basis").error(f"{basis!r} is not one of {', '.join(Basis.values)}.")
    note = plain(Source, "date_note", value.get("date_note", ""), place)
    return {
        "date_from": first,
        "date_to": last,
        "precision": str(precision),
        "basis": str(basis),
        "date_note": note,
    }


def citation(claim: Row, field: str, value: Any, place: Place) -> Row:
    """Read `S05 319-321` or `S11 1, 33-38` as a citation of `claim`."""
    match = _CITED.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise place.error(f"{value!r} is not a source and its lines, like S05 319-321.")
    lines = match["lines"] or ""
    values = {
        "source_id": Ref(Source, match["source"], place),
        "lines": lines,
        f"{field}_id": Ref(claim.model, claim.key, place),
    }
    return Row(Citation, f"{field}/{claim.key}/{match['source']}/{lines}", place, values)


def search_keys(model: type[models.Model]) -> list[SearchKeyField]:
    return [field for field in model._meta.local_fields if isinstance(field, SearchKeyField)]
