"""What the read API tells of appeals and cases, as shapes that its schema is made from."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from ninja import Field, Schema

from appeals import news, showing
from appeals.models import Appeal
from appeals.showing import Shown
from campaigns import phrasing, presenting, safety, status
from campaigns.models import Beneficiary, Case, CaseBeneficiary, Source


class Problem(Schema):
    detail: str


class Counts(Schema):
    confirmed: int = Field(description="signatures confirmed from the signer's own mailbox")
    on_paper: int = Field(description="signatures on paper sheets, typed in by staff")
    accepted: int = Field(description="letters that the office's mail server accepted")
    posted: int = Field(description="letters posted on paper")
    self_sent: int = Field(description="letters that signers told us they sent themselves")


class AppealInShort(Schema):
    slug: str
    url: str
    state: str = Field(description="open, won, closed or archived")
    takes_signatures: bool
    title: str
    lead: str
    language: str = Field(description="of title, lead and all texts here")
    languages: list[str] = Field(description="in which there is an approved text")
    case: str | None = Field(description="slug of the case; none while it is not public")
    state_addressed: str = Field(description="ISO 3166-1 code")
    act_before: datetime | None
    time_zone: str
    opened_at: datetime
    closed_at: datetime | None
    closed_because: str
    counts: Counts | None = Field(description="none while too few have signed")


class SourceTold(Schema):
    number: int
    title: str
    author: str
    publisher: str
    url: str


class Happened(Schema):
    date_from: date | None
    date_to: date | None
    when: str = Field(description="the date in words, as sure as it is")
    text: str
    sources: list[int] = Field(description="numbers of sources below")


class Demanded(Schema):
    text: str
    language: str
    sources: list[int]


class Since(Schema):
    when: str
    text: str
    told_at: datetime


class AppealInFull(AppealInShort):
    story: str
    demands: list[str]
    what_happened_since: list[Since]


class CaseInShort(Schema):
    slug: str
    url: str
    title: str
    summary: str
    language: str = Field(description="of title and summary: the record is kept in English")
    country: str = Field(description="ISO 3166-1 code")
    state: str = Field(description="published or closed")
    campaign: str
    people: list[str]


class CaseInFull(CaseInShort):
    events: list[Happened]
    statuses: list[Happened] = Field(description="the newest of each person")
    demands: list[Demanded]
    sources: list[SourceTold]
    appeals: list[str] = Field(description="slugs of its appeals")


class Page(Schema):
    total: int
    page: int
    per_page: int
    pages: int


class AppealPage(Page):
    items: list[AppealInShort]


class CasePage(Page):
    items: list[CaseInShort]


def page(shape: Any, items: list[Any], *, total: int, page: int, per_page: int) -> Any:
    return shape(items=items, total=total, page=page, per_page=per_page, pages=-(-total // per_page))


def appeals(rows: QuerySet[Appeal], *, language: str, part: slice) -> list[AppealInShort]:
    """A constant number of queries, whatever the number of rows."""
    return [
        AppealInShort(**facts)
        for facts in _facts(showing.shown(rows, language=language, part=part), language)
    ]


def appeal(slug: str, *, language: str) -> AppealInFull | None:
    """`language` must be the active one."""
    found = showing.one(slug, language=language)
    if found is None:
        return None
    (facts,) = _facts([found], language)
    return AppealInFull(
        **facts,
        story=found.text.story,
        demands=found.wordings.demands[found.text.language],
        what_happened_since=[
            Since(when=one.when, text=one.words, told_at=one.told_at) for one in news.since([found])
        ],
    )


def _facts(found: list[Shown], language: str) -> Iterable[dict[str, Any]]:
    held = status.held_cases([one.appeal.case_id for one in found])
    for one in found:
        appeal, text, tally = one.appeal, one.text, one.appeal.tally
        yield {
            "slug": appeal.slug,
            "url": showing.address("appeal", appeal.slug, language=language),
            "state": appeal.state,
            "takes_signatures": appeal.takes_signatures(timezone.now()) and not held.get(appeal.case_id),
            "title": text.title,
            "lead": text.lead,
            "language": text.language,
            "languages": sorted(one.wordings.texts),
            "case": appeal.case.slug if appeal.case.state in safety.SHOWN_STATES else None,
            "state_addressed": appeal.represents,
            "act_before": appeal.act_before,
            "time_zone": appeal.time_zone,
            "opened_at": appeal.opened_at,
            "closed_at": appeal.closed_at,
            "closed_because": appeal.closed_because,
            "counts": None
            if showing.count(appeal) is None
            else {name: getattr(tally, name) for name in Counts.model_fields},
        }


def cases(rows: QuerySet[Case], *, language: str) -> list[CaseInShort]:
    people = CaseBeneficiary.objects.filter(
        beneficiary__in=safety.shown(Beneficiary.objects.all()).values("pk")
    )
    shown = rows.select_related("campaign").prefetch_related(
        Prefetch("links", people.select_related("beneficiary").order_by("pk"), to_attr="shown_links")
    )
    return [
        CaseInShort(**_case(one, [link.beneficiary.name for link in one.shown_links], language))
        for one in shown
    ]


def case(slug: str, *, language: str) -> CaseInFull | None:
    """`language` must be the active one."""
    found = safety.shown(Case.objects.filter(slug=slug)).select_related("campaign").first()
    if found is None:
        return None
    told: Any = presenting.page(found, language=language)  # its claims carry words and numbers of sources
    opened = Appeal.objects.filter(case=found, opened_at__isnull=False).order_by("opened_at", "pk")
    lasts = [(person.who.name, person.last) for person in told.people if person.last]
    return CaseInFull(
        **_case(found, [person.who.name for person in told.people], language),
        events=[_happened(event, news.told_event(event)) for event in told.events],
        statuses=[_happened(last, f"{name}: {phrasing.status_words(last.status)}") for name, last in lasts],
        demands=[Demanded(text=one.words, language=one.language, sources=one.refs) for one in told.demands],
        sources=[_source(one.number, one.source) for one in told.sources],
        appeals=list(opened.values_list("slug", flat=True)),
    )


def _case(found: Case, people: list[str], language: str) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in ("slug", "title", "summary", "country", "state")},
        "url": showing.address("case", found.slug, language=language),
        "language": "en",
        "campaign": found.campaign.name,
        "people": people,
    }


def _happened(claim: Any, text: str) -> Happened:
    return Happened(
        date_from=claim.date_from,
        date_to=claim.date_to,
        when=phrasing.date_in_words(claim) if claim.precision != "unknown" else "",
        text=text,
        sources=claim.refs,
    )


def _source(number: int, source: Source) -> SourceTold:
    return SourceTold(
        number=number, **{name: getattr(source, name) for name in ("title", "author", "publisher", "url")}
    )
