"""Search keys for names in any script: `Ержан Елшибаев` and `Erzhan Elshibaev` meet in the same ASCII."""

import re
from typing import Any

from anyascii import anyascii
from django.db import models


def search_key(name: str) -> str:
    """Return lower-case ASCII words with single blanks between them. SQLite folds no Cyrillic, so we do it here."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name).lower().replace("'", "")))


class SearchKeyField(models.CharField):
    """Filled from the field that `of` names, on every save and on bulk_create."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"max_length": 400, "editable": False, "db_index": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, _kwargs = super().deconstruct()
        return name, path, args, {"of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        key = search_key(getattr(instance, self.of))[: self.max_length]
        setattr(instance, self.attname, key)
        return key
