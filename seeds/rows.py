"""One row on its way from a seed file into the database."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

DATA = "seeds/data"


class SeedError(Exception):
    """A seed file that cannot be loaded: one sentence that names file, row and field."""


@dataclass(frozen=True)
class Place:
    """Where a value stands: the file below seeds/data, the row's number (from 1) and key, the field."""

    file: str
    row: str = ""
    field: str = ""

    def at(self, field: str) -> "Place":
        return Place(self.file, self.row, field)

    def error(self, message: str) -> SeedError:
        where = ", ".join(
            part for part in (f"{DATA}/{self.file}", self.row, self.field and f"field {self.field}") if part
        )
        return SeedError(f"{where}: {message}")


@dataclass(frozen=True)
class Ref:
    """Stands for the primary key of a row that has this key."""

    model: type[models.Model]
    key: str
    place: Place


@dataclass
class Row:
    model: type[models.Model]
    key: str  # unique among the rows of its model, over all files
    place: Place
    values: dict[str, Any] = field(default_factory=dict)  # by attribute name of the column; may hold Refs

    @property
    def label(self) -> str:
        return self.model._meta.label_lower
