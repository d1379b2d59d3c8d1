"""The ledger as a page: what is missing on top, then every claim with its sources, its reader and a way to its form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns import source_words
from campaigns.custody import periods, total_words
from campaigns.ledger_entries import Entry, people_held_back, places_of_others, release_words
from campaigns.ledger_entries import entries as all_entries
from campaigns.models import Beneficiary, Case, Claim, Event, Place, Source, StatusRecord
from campaigns.publishing import Missing
from campaigns.timeline import timeline

LINKED_IN_MESSAGE = 20


def claim_url(claim: Claim | Beneficiary | Place) -> str:
    meta = claim._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[claim.pk])


def ledger_page(request: HttpRequest, case: Case, context: dict[str, Any]) -> HttpResponse:
    found = all_entries(case)
    kinds: dict[str, list[tuple[Entry, str]]] = {}
    for entry in found:
        kinds.setdefault(str(entry.claim._meta.verbose_name_plural), []).append(
            (entry, claim_url(entry.claim))
        )
    more = {
        "title": f"Ledger: {case}",
        "case": case,
        "kinds": kinds,
        "missing": [
            (entry, claim_url(entry.claim), " and ".join(entry.lacks)) for entry in found if entry.lacks
        ],
        "count": len(found),
        "sources": _sources(found),
        "people": [(who, claim_url(who), release_words(who)) for who in people_held_back(case)],
        "places": [(place, claim_url(place)) for place in places_of_others(found)],
    }
    return TemplateResponse(request, "admin/campaigns/case/ledger.html", {**context, **more})


def _sources(entries: list[Entry]) -> list[tuple[Source, str, list[str]]]:
    """(source, what it is, what is noted of it), each once, by key."""
    found = {citation.source_id: citation.source for entry in entries for citation in entry.citations}
    rows = sorted(found.values(), key=lambda source: source.key)
    return [(source, source_words.told(source), source_words.notes(source)) for source in rows]


def missing_list(missing: list[Missing]) -> SafeString:
    """Each missing claim with a way to its form; the ledger has those for which a message has no room."""
    lines = [(claim_url(one.claim), str(one)) for one in missing[:LINKED_IN_MESSAGE]]
    items = format_html_join("", '<li><a href="{}">{}</a></li>', lines)
    more = len(missing) - len(lines)
    return format_html("<ul>{}{}</ul>", items, format_html("<li>and {} more</li>", more) if more else "")


def timeline_list(entries: list[Entry]) -> SafeString:
    lines = [
        (entry.when, claim_url(entry.claim), entry.words, " (held back)" if entry.claim.held_back else "")
        for entry in timeline(entries)
    ]
    items = format_html_join("", '<li><strong>{}</strong>: <a href="{}">{}</a>{}</li>', lines)
    return format_html('<ol class="timeline">{}</ol>', items) if lines else SafeString("nothing yet")


def days_held(entries: list[Entry]) -> SafeString:
    """One line for each person whose detention has a date."""
    statuses: dict[Any, list[StatusRecord]] = {}
    arrests: dict[int, list[Event]] = {}
    for entry in entries:
        claim = entry.claim
        if isinstance(claim, StatusRecord):
            statuses.setdefault(claim.beneficiary, []).append(claim)
        elif isinstance(claim, Event) and claim.kind == Event.Kind.ARREST and claim.beneficiary_id:
            arrests.setdefault(claim.beneficiary_id, []).append(claim)
    lines = [
        (person, total_words(periods(records, arrests.get(person.pk, ()))))
        for person, records in statuses.items()
        if person.kind == "prisoner"
    ]
    told = [line for line in lines if line[1]]
    items = format_html_join("", "<li>{}: {}</li>", told)
    return format_html("<ul>{}</ul>", items) if told else SafeString("no dated detention is recorded")
