"""What became of the paper, marked at the desk: one letter, a destination, chosen ones; and the links for helpers' phones."""

from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from kit.languages import country_name
from kit.refusals import Refused
from letters import marking, marking_links
from letters.marking import PullOut, Who
from letters.models import PrintBatch
from letters.models.print_states import MARKED, PaperState

Act = Callable[[HttpRequest, PrintBatch], HttpResponse | None]


def urls(model_admin: Any) -> list[URLPattern]:
    """Buttons on the page of a batch. Each goes back to it, unless it has something to ask or to show."""

    def door(act: Act) -> Any:
        @never_cache
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            batch = model_admin.found(request, pk)
            if request.method != "POST":
                return redirect("admin:letters_printbatch_change", pk)
            try:
                answer = act(request, batch)
            except PullOut as stopped:
                return _pull(request, model_admin, batch, stopped)
            except Refused as refused:
                messages.error(request, refused.message)
                answer = None
            return answer or redirect("admin:letters_printbatch_change", pk)

        return model_admin.admin_site.admin_view(view)

    def one(request: HttpRequest, batch: PrintBatch) -> None:
        mark = marking.mark_one(
            batch=batch,
            typed=request.POST.get("letter", "")[:300],
            to=_to(request),
            who=Who(by=request.user),
            anyway="anyway" in request.POST,
            now=timezone.now(),
        )
        messages.success(request, f"{mark.reference}: {PaperState(mark.moved_to).label}")

    def destination(request: HttpRequest, batch: PrintBatch) -> HttpResponse | None:
        country, now = marking.country_in(request.POST.get("country", "")), timezone.now()
        rows = marking.markable(batch, _to(request), now=now).filter(country=country)
        about = f"to {country_name(country, 'en')}"
        return ask(request, model_admin, batch, rows, about, {"country": country})

    def undo(request: HttpRequest, batch: PrintBatch) -> None:
        mark = get_object_or_404(batch.marks, pk=_number(request, "mark"))
        taken = marking.undo(mark=mark, now=timezone.now())
        messages.success(request, f"Taken back: {taken} letter{'' if taken == 1 else 's'}.")

    def link(request: HttpRequest, batch: PrintBatch) -> HttpResponse:
        return _new_link(request, model_admin, batch)

    def revoke(request: HttpRequest, batch: PrintBatch) -> None:
        found = get_object_or_404(batch.links, pk=_number(request, "link"))
        marking_links.revoke(link=found, by=request.user, now=timezone.now())
        messages.success(request, "The link does not work any more.")

    doors: dict[str, Act] = {
        "mark-one": one,
        "mark-destination": destination,
        "undo-mark": undo,
        "link": link,
        "revoke": revoke,
    }
    return [
        path(f"<int:pk>/{name}/", door(act), name=f"letters_printbatch_{name.replace('-', '_')}")
        for name, act in doors.items()
    ]


def ask(
    request: HttpRequest,
    model_admin: Any,
    batch: PrintBatch,
    rows: QuerySet,
    about: str,
    hidden: dict[str, Any],
) -> HttpResponse | None:
    """First how many, then the act: nothing is marked before the second press, which says the number that was seen."""
    to, many = _to(request), rows.count()
    if "expected" in request.POST:
        marking.mark_rows(
            batch=batch,
            rows=rows,
            to=to,
            expected=_number(request, "expected"),
            who=Who(by=request.user),
            country=str(hidden.get("country", "")),
            now=timezone.now(),
        )
        messages.success(request, f"{many} letters {about}: {PaperState(to).label}")
        return None
    if not many:
        raise Refused(f"No letter {about} can be marked as {PaperState(to).label} now.")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Mark {many} letter{'' if many == 1 else 's'} {about} as {PaperState(to).label}?",
        "batch": batch,
        "opts": model_admin.opts,
        "hidden": {**hidden, "to": to, "expected": many},
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
        "words": f"Mark {many} as {PaperState(to).label}",
    }
    return TemplateResponse(request, "admin/letters/printbatch/ask.html", context)


def _pull(request: HttpRequest, model_admin: Any, batch: PrintBatch, stopped: PullOut) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Pull {stopped.pull.reference} out",
        "batch": batch,
        "opts": model_admin.opts,
        "warning": stopped.pull.reason,
        "hidden": {"letter": stopped.pull.reference, "to": PaperState.POSTED, "anyway": 1},
        "words": "It has been posted already",
    }
    return TemplateResponse(request, "admin/letters/printbatch/ask.html", context)


class DayForm(forms.Form):
    day = forms.DateField()


def _new_link(request: HttpRequest, model_admin: Any, batch: PrintBatch) -> HttpResponse:
    """Shown once, in the answer to the button itself: nothing keeps the token."""
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose the day on which the link works.")
    day = form.cleaned_data["day"]
    token = marking_links.make_link(batch=batch, day=day, by=request.user, now=timezone.now())
    address = settings.OUTCRY_URL + reverse("marking", args=[token])
    code = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "A link for helpers",
        "batch": batch,
        "opts": model_admin.opts,
        "address": address,
        "day": day,
        "code": mark_safe(code),  # noqa: S308 -- drawn by segno from our own address
    }
    model_admin.log_change(request, batch, f"Made a link for helpers, for {day.isoformat()}.")
    return TemplateResponse(request, "admin/letters/printbatch/link.html", context)


def _to(request: HttpRequest) -> str:
    to = request.POST.get("to", "")
    if to not in MARKED:
        raise BadRequest("No button of this page was pressed.")
    return to


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 18 else -1
