"""Copy an appeal under a new address: same case, demands, calls, words and picture; nothing of it is approved, signed or open."""

from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import approving
from appeals.models import Appeal, AppealDemand, AppealText, Brick, Tally
from appeals.wording import WORDS, bricks_of
from kit.refusals import Refused
from trail.recording import recorded

# Not whether it is under attack: that is of one page at one time.
SAME = (
    *("represents", "time_zone", "asks_postal_address", "adds_own_version"),
    *("edited_texts", "display_threshold"),
    *("picture_alt", "picture_credit", "picture_width", "picture_height"),
)
KEPT = ("drafted", "facts_digest", "needs_speaker", "slogan")


@recorded
@transaction.atomic
def clone(*, appeal: Appeal, slug: str, by: Any, now: datetime) -> Appeal:
    """Return the copy, a draft without an act-before date. That a speaker read a text is copied: its words are the same."""
    if Appeal.objects.filter(slug=slug).exists():
        raise Refused("There is an appeal with this address already. Choose another one.", field="slug")
    same = {name: getattr(appeal, name) for name in SAME}
    copy = Appeal.objects.create(
        case=appeal.case,
        slug=slug,
        fallback=appeal.fallback,
        picture=appeal.picture.name,  # both show one file, which is kept as long as one of them does
        **same,
    )
    Tally.objects.create(appeal=copy)
    copy.calls.set(appeal.calls.all())
    AppealDemand.objects.bulk_create(
        AppealDemand(appeal=copy, demand_id=one.demand_id, number=one.number)
        for one in appeal.appeal_demands.all()
    )
    for text in appeal.texts.prefetch_related("bricks"):
        _copy_text(text, copy, by, now)
    return copy


def _copy_text(text: AppealText, appeal: Appeal, by: Any, now: datetime) -> None:
    words = {name: getattr(text, name) for name in (*WORDS, *KEPT)}
    made = AppealText(appeal=appeal, **words)
    approving.write(text=made, by=by, now=now)
    if text.speaker_id is not None:
        AppealText.objects.filter(pk=made.pk).update(speaker=text.speaker, speaker_at=text.speaker_at)
    Brick.objects.bulk_create(
        Brick(text=made, number=one.number, label=one.label, paragraph=one.paragraph)
        for one in bricks_of(text)
    )
