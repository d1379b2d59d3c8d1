"""Draft an appeal from a seed file: always a draft, written by the person who asked for it, approved by nobody.

File: seeds/data/appeals/NAME.yaml with slug, case, represents, time_zone, display_threshold, calls, demands (keys) and texts
by language (title, lead, story, subject, body, ending, closing).
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from appeals import approving
from appeals.models import Appeal, AppealDemand, AppealText, Tally
from campaigns.models import Call, Case, Demand
from kit.refusals import Refused
from trail.recording import recorded

FOLDER = Path(__file__).parent / "data" / "appeals"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@recorded
@transaction.atomic
def draft(*, name: str, by: Any, now: datetime) -> Appeal:
    """Return the appeal of this file; the one that is there already is left exactly as it is."""
    if name not in names():
        raise Refused(f"There is no draft called {name}. There are: {', '.join(names())}.")
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    found = Appeal.objects.filter(slug=data["slug"]).first()
    if found:
        return found
    appeal = Appeal.objects.create(
        slug=data["slug"],
        case=_one(Case, data["case"], name),
        represents=data["represents"],
        time_zone=data["time_zone"],
        display_threshold=data["display_threshold"],
    )
    Tally.objects.create(appeal=appeal)
    appeal.calls.set([_one(Call, key, name) for key in data["calls"]])
    AppealDemand.objects.bulk_create(
        AppealDemand(appeal=appeal, demand=_one(Demand, key, name), number=number)
        for number, key in enumerate(data["demands"], start=1)
    )
    for language, words in data["texts"].items():
        words = {field: text.strip() for field, text in words.items()}
        approving.write(text=AppealText(appeal=appeal, language=language, **words), by=by, now=now)
    return appeal


def _one(model: Any, key: str, name: str) -> Any:
    found = model.objects.filter(key=key).first()
    if found is None:
        raise Refused(
            f"{name}.yaml names the {model._meta.verbose_name} {key}, which is not loaded. Run load_seeds first."
        )
    return found
