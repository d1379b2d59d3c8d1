from collections.abc import Iterator
from typing import Any

from django.contrib import admin

from kit.languages import country_name


class CountriesInUse(admin.AllValuesFieldListFilter):
    """Only countries that some row has, by name: a list of all 250 answers nobody's question."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for choice in super().choices(changelist):
            code = str(choice["display"])
            yield {**choice, "display": country_name(code, "en") if len(code) == 2 else code}
