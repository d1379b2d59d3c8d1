"""Which citations stand behind claims, however many claims of whatever kinds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from campaigns.models import Citation
from campaigns.models.citation import CLAIMS

# The column of a citation for each kind of row that can be cited.
COLUMNS: dict[Any, str] = {Citation._meta.get_field(name).related_model: name for name in CLAIMS}


def citations_of(
    rows: Iterable[Model], among: QuerySet[Citation]
) -> dict[tuple[type[Model], int], list[Citation]]:
    """Return {(model, id): citations}, each list in the order of `among`; missing rows have none. One query."""
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[COLUMNS[type(row)]].append(row.pk)
    wanted = Q(pk__in=[])
    for column, keys in ids.items():
        wanted |= Q(**{f"{column}__in": keys})
    found: dict[tuple[type[Model], int], list[Citation]] = defaultdict(list)
    for citation in among.filter(wanted):
        for model, column in COLUMNS.items():
            if pk := getattr(citation, f"{column}_id"):
                found[model, pk].append(citation)
    return found
