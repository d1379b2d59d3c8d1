"""What a supporter is told, chosen by themself behind the link in each update: of which cases, in which language."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from appeals.models import Signature
from campaigns import safety
from campaigns.models import Case
from mailings.models import LeftTopic
from supporters import consent
from supporters.models import Consent, Supporter


@dataclass(frozen=True)
class Topic:
    case: Case
    wanted: bool


@dataclass(frozen=True)
class Choice:
    """`topics` are the published cases that they signed for; `told` is whether they get any updates at all."""

    language: str
    told: bool
    topics: tuple[Topic, ...]


def choice_of(supporter_id: int) -> Choice:
    """Three queries at most. Of somebody who is forgotten: nothing, in no words that would say so."""
    supporter = Supporter.objects.filter(pk=supporter_id).first()
    told = consent.live(Consent.Purpose.UPDATES).filter(supporter=supporter_id).exists()
    if supporter is None or not told:
        return Choice(supporter.language if supporter else "", False, ())
    return Choice(supporter.language, True, _topics(supporter_id))


def _topics(supporter_id: int) -> tuple[Topic, ...]:
    signed = Signature.objects.confirmed().filter(supporter=supporter_id, appeal__case=OuterRef("pk"))
    left = LeftTopic.objects.filter(supporter=supporter_id, case=OuterRef("pk"))
    cases = (
        safety.shown(Case.objects.filter(Exists(signed))).annotate(left=Exists(left)).order_by("title", "pk")
    )
    return tuple(Topic(case, not case.left) for case in cases)


@transaction.atomic
def choose(*, supporter_id: int, wanted: Collection[int], language: str, now: datetime) -> None:
    """`wanted` are ids of cases. Only cases of theirs and languages of ours are heeded; harmless twice.

    What waits in the outbox of a topic that they left is cancelled when it would leave (mailings/leaving.py).
    """
    if language in dict(settings.LANGUAGES):
        Supporter.objects.filter(pk=supporter_id).update(language=language)
    choice = choice_of(supporter_id)
    kept = [topic.case.pk for topic in choice.topics if topic.case.pk in wanted]
    LeftTopic.objects.filter(supporter=supporter_id, case__in=kept).delete()
    LeftTopic.objects.bulk_create(
        [
            LeftTopic(supporter_id=supporter_id, case=topic.case, left_at=now)
            for topic in choice.topics
            if topic.case.pk not in wanted
        ],
        ignore_conflicts=True,
    )
