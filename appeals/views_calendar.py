"""Act-before dates as iCalendar (RFC 5545): one appeal's, and those of all that are open."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page, require_safe

from appeals import sharing, showing
from appeals.models import Appeal
from appeals.showing import Shown
from appeals.views_frame import language

CALENDAR_SECONDS = 60


@require_safe
@conditional_page
@cache_page(CALENDAR_SECONDS)
def all_dates(request: HttpRequest) -> HttpResponse:
    coming = Appeal.objects.open(timezone.now()).filter(act_before__isnull=False).order_by("act_before", "pk")
    return _answer("outcry", showing.shown(coming, language=language()))


@require_safe
@conditional_page
@cache_page(CALENDAR_SECONDS)
def one_date(request: HttpRequest, slug: str) -> HttpResponse:
    found = showing.one(slug, language=language())
    if found is None or found.appeal.act_before is None:
        raise Http404
    return _answer(slug, [found])


def _answer(name: str, appeals: list[Shown]) -> HttpResponse:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Outcry//{settings.OUTCRY_URL}//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Outcry: act before"))
    for one in appeals:
        if one.appeal.act_before:
            calendar.add_component(_event(one, one.appeal.act_before))
    calendar.add_missing_timezones()
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}.ics"'},
    )


def _event(one: Shown, act_before: datetime) -> icalendar.Event:
    appeal = one.appeal
    host = settings.OUTCRY_URL.split("://", 1)[-1].split(":", 1)[0]
    address = sharing.link(appeal, source=sharing.Source.CALENDAR, language=language())
    event = icalendar.Event()
    # The same for ever and in every language: a calendar updates the entry that it has.
    event.add("uid", f"act-before-{appeal.slug}@{host}")
    event.add("dtstamp", one.told_at.astimezone(UTC))
    # A start without an end is a moment (RFC 5545, 3.6.1), and it takes up no time of anybody's day.
    event.add("dtstart", act_before.astimezone(_zone(appeal.time_zone)))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _("Act before: %(title)s") % {"title": one.text.title})
    event.add("description", f"{one.text.lead}\n\n{address}")
    event.add("url", address)
    event.add("status", "CONFIRMED" if appeal.state == Appeal.State.OPEN else "CANCELLED")
    return event


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
