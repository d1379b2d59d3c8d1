"""Who gets a mailing: people whose signature on the case (for a follow-up, on its appeal) is confirmed and who agreed to be told what happens in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from appeals.models import Signature
from mailings.models import Mailing
from mailings.states import State
from outbox.models import Suppression
from supporters import consent
from supporters.models import Consent, Supporter


@dataclass(frozen=True)
class Audience:
    """`acted` is everybody with a confirmed signature on the case: those reached and all who are left out."""

    acted: int
    reached: int
    by_language: tuple[tuple[str, int], ...]  # with suppressed ones; most first
    without_consent: int
    told_already: int  # of the same news, by the mailing of another case
    suppressed: int
    erased: int


def reached(mailing: Mailing, *, at: datetime) -> "QuerySet[Supporter]":
    """Whom a release at that moment addresses; who has withdrawn consent since is out. Suppression is the outbox's."""
    agreed = consent.live(Consent.Purpose.UPDATES).filter(supporter=OuterRef("pk"), given_at__lte=at)
    acted = _signed(mailing).filter(supporter=OuterRef("pk"), confirmed_at__lte=at)
    return (
        Supporter.objects.filter(Exists(acted), Exists(agreed))
        .exclude(pk__in=_told_already(mailing))
        .order_by("pk")
    )


def readers(mailing: Mailing, *, at: datetime) -> "dict[str, QuerySet[Supporter]]":
    """The same people by the language of the text that they get: their own, or English, or what there is. One query."""
    languages = list(mailing.texts.order_by("pk").values_list("language", flat=True))
    other = "en" if "en" in languages else languages[0]
    people = reached(mailing, at=at)
    return {
        language: people.exclude(language__in=set(languages) - {other})
        if language == other
        else people.filter(language=language)
        for language in languages
    }


def count(mailing: Mailing, *, now: datetime) -> Audience:
    """Five queries."""
    signed = _signed(mailing)
    acted = Supporter.objects.filter(Exists(signed.filter(supporter=OuterRef("pk")))).count()
    erased = signed.filter(supporter=None).count()
    told_already = Supporter.objects.filter(
        Exists(signed.filter(supporter=OuterRef("pk"))), pk__in=_told_already(mailing)
    ).count()
    chosen = reached(mailing, at=now)
    languages = chosen.order_by().values_list("language").annotate(people=Count("pk"))
    by_language = tuple(sorted(languages, key=lambda row: (-row[1], row[0])))
    total = sum(people for _language, people in by_language)
    stopped = Suppression.objects.filter(address_index=OuterRef("mailbox_index"))
    suppressed = chosen.filter(Exists(stopped)).count()
    return Audience(
        acted=acted + erased,
        reached=total - suppressed,
        by_language=by_language,
        without_consent=acted - total - told_already,
        told_already=told_already,
        suppressed=suppressed,
        erased=erased,
    )


def _signed(mailing: Mailing) -> "QuerySet[Signature]":
    acted = Signature.objects.confirmed().filter(appeal__case=mailing.case_id)
    return acted.filter(appeal=mailing.appeal_id) if mailing.is_follow_up else acted


def _told_already(mailing: Mailing) -> QuerySet:
    """Ids of those who had acted on another case when the same news was released there. Consent is not looked at again:
    who had none then, and gave one since, has been shown the news on the page.
    """
    if mailing.because_id is None:
        return Supporter.objects.none().values("pk")
    elsewhere = Mailing.objects.filter(
        because=mailing.because_id,
        case=OuterRef("appeal__case"),
        state__in=(State.RELEASED, State.FINISHED),
        released_at__gte=OuterRef("confirmed_at"),
    ).exclude(pk=mailing.pk)
    earlier = elsewhere.filter(released_at__lt=mailing.released_at) if mailing.released_at else elsewhere
    told = Signature.objects.confirmed().filter(Exists(earlier), supporter__isnull=False)
    return told.values("supporter")
