"""Start an appeal from a published case: choose demands, whom to address and languages; the texts are drafted from facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import approving, drafting
from appeals.drafting import Drafted
from appeals.models import Appeal, AppealDemand, AppealText, Tally
from campaigns import safety
from campaigns.models import Call, Case, Demand, Target
from campaigns.states import CaseState
from kit.refusals import Refused
from trail.recording import recorded

ENGLISH = "en"  # what the desk records in, and what everybody who approves there reads


@recorded
@transaction.atomic
def start(
    *,
    case: Case,
    slug: str,
    represents: str,
    demands: Sequence[Demand],
    languages: Sequence[str],
    fallback: Target | None = None,
    calls: Iterable[Call] = (),
    act_before: datetime | None = None,
    time_zone: str = "UTC",
    by: Any,
    now: datetime,
) -> Appeal:
    """Return a draft appeal with a drafted text for each language; `demands` in the order in which they are made."""
    if case.state != CaseState.PUBLISHED:
        raise Refused(
            f"The case “{case.title}” is not published: nothing of it may be told yet. Publish it first.",
            field="case",
        )
    if not demands:
        raise Refused(
            "Choose at least one demand: a letter that asks for nothing is not sent.", field="demands"
        )
    if not languages:
        raise Refused("Choose at least one language.", field="languages")
    shown = set(safety.shown(Demand.objects.filter(case=case)).values_list("pk", flat=True))
    for demand in demands:
        if demand.pk not in shown:
            raise Refused(
                f"“{demand}” must not be made in public: it is held back, not reviewed, or of another case.",
                field="demands",
            )
    if Appeal.objects.filter(slug=slug).exists():
        raise Refused("There is an appeal with this address already. Choose another one.", field="slug")
    appeal = Appeal.objects.create(
        case=case,
        slug=slug,
        represents=represents,
        fallback=fallback,
        act_before=act_before,
        time_zone=time_zone,
    )
    Tally.objects.create(appeal=appeal)
    appeal.calls.set(calls)
    AppealDemand.objects.bulk_create(
        AppealDemand(appeal=appeal, demand=demand, number=number)
        for number, demand in enumerate(demands, start=1)
    )
    draft_texts(appeal=appeal, languages=languages, by=by, now=now)
    return appeal


@recorded
def draft_texts(*, appeal: Appeal, languages: Sequence[str], by: Any, now: datetime) -> list[AppealText]:
    """Draft the texts that the appeal lacks of these languages; those that are there are left as they are."""
    if appeal.case.state != CaseState.PUBLISHED:
        raise Refused("The case is not published: nothing of it may be told.")
    there = set(appeal.texts.values_list("language", flat=True))
    wanted = [language for language in languages if language not in there]
    drafts = drafting.drafts(appeal, wanted)
    texts = [_text(appeal, language, drafts[language]) for language in wanted]
    for text in texts:
        approving.write(text=text, by=by, now=now)
    return texts


def _text(appeal: Appeal, language: str, drafted: Drafted) -> AppealText:
    return AppealText(
        appeal=appeal,
        language=language,
        drafted=drafted.words,
        facts_digest=drafted.facts_digest,
        needs_speaker=language != ENGLISH,
        **drafted.words,
    )
