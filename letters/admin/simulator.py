"""Look ahead: what the first week of an appeal would send. Looking is noted once; nothing is sent."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from appeals import publishing
from appeals.models import Appeal, Signature
from kit.languages import country_name, long_date
from letters.outlook import said
from letters.pacing import rhythm_of
from letters.simulating import DAYS, Office, Simulation, flow_of, simulate

MOST_COUNTRIES = 60
MOST_A_DAY = 1_000_000
_LINE = re.compile(r"([A-Za-z]{2})\s*[:=]?\s*(\d{1,7})")
USUAL = "GB 40\nDE 40\nUS 20"


class FlowForm(forms.Form):
    """How many would sign a day and from where: as typed, or as with an appeal that people have signed."""

    like = forms.ModelChoiceField(
        queryset=Appeal.objects.none(),
        required=False,
        label="As many as signed",
        empty_label="as typed below",
        help_text="In the last week in which somebody signed it.",
    )
    flow = forms.CharField(
        label="Signatures a day",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 24}),
        help_text="A country and a number in each line, like GB 40.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = Signature.objects.confirmed().values("appeal")
        field: Any = self.fields["like"]
        field.queryset = Appeal.objects.filter(pk__in=signed).select_related("case").order_by("-opened_at")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if like := data.get("like"):
            return {**data, "numbers": flow_of(like)}
        numbers: dict[str, int] = {}
        for line in re.split(r"[\n,;]+", data.get("flow", "")):
            if not line.strip():
                continue
            found = _LINE.fullmatch(line.strip())
            code = found[1].upper() if found else ""
            if not found or country_name(code, "en") == code:
                self.add_error(
                    "flow", f"“{line.strip()[:40]}” is no country and number. Write it like GB 40."
                )
                return data
            numbers[code] = numbers.get(code, 0) + int(found[2])
        if not 0 < sum(numbers.values()) <= MOST_A_DAY or len(numbers) > MOST_COUNTRIES:
            self.add_error(
                "flow",
                f"Write from one to {MOST_COUNTRIES} countries, and up to {MOST_A_DAY:,} a day in all.",
            )
        return {**data, "numbers": numbers}


def simulating_view(request: HttpRequest, appeal: int) -> HttpResponse:
    if not (request.user.has_perm("appeals.change_appeal") or request.user.has_perm("appeals.open_appeal")):
        raise PermissionDenied
    row = get_object_or_404(Appeal.objects.select_related("case", "fallback"), pk=appeal)
    now, found = timezone.now(), None
    form = FlowForm(request.POST) if request.method == "POST" else FlowForm(initial={"flow": USUAL})
    if form.is_bound and form.is_valid():
        found = simulate(row, flow=form.cleaned_data["numbers"], now=now)
        is_first = row.simulated_at is None
        publishing.note_simulated(appeal=row, by=request.user, now=now)
        if is_first:
            done = "Looked ahead at what the first week would send."
            LogEntry.objects.log_actions(
                request.user.pk, [row], CHANGE, change_message=done, single_object=True
            )
    context = {
        **admin.site.each_context(request),
        "title": f"Look ahead: {row}",
        "appeal": row,
        "form": form,
        "days": DAYS,
        "shown": _shown(found) if found else None,
        "simulation": found,
    }
    status = 422 if form.is_bound and found is None else 200
    return TemplateResponse(request, "admin/letters/simulator.html", context, status=status)


def _shown(found: Simulation) -> list[dict[str, Any]]:
    return [
        {
            "office": office,
            "countries": ", ".join(country_name(code, "en") for code in office.countries),
            "days": [(long_date(day.day, "en"), day) for day in office.days],
            "last": _last(office),
        }
        for office in found.offices
    ]


def _last(office: Office) -> str:
    return said(office.last, rhythm_of(office.target).zone) if office.last and office.target else ""
