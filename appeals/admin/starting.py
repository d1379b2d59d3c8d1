"""The page on which an editor starts an appeal from a published case."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from appeals.admin.clock_fields import ClockFields
from appeals.models import Appeal
from appeals.starting import start
from campaigns import safety
from campaigns.countries import country_choices
from campaigns.models import Call, Case, Demand, Target
from campaigns.states import CaseState
from kit import languages
from kit.refusals import Refused

FIRST_NUMBERED = 6  # a letter that asks for more is read to its end by nobody


class CaseForm(forms.Form):
    case = forms.ModelChoiceField(
        Case.objects.filter(state=CaseState.PUBLISHED), label="Case", empty_label="Choose a published case"
    )


class StartForm(ClockFields):
    languages = forms.MultipleChoiceField(
        choices=languages.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["en"],
        help_text="A text is drafted in each. Outside English a person who speaks the language has to read it.",
    )

    class Meta:
        model = Appeal
        fields = ["slug", "represents", "fallback", "calls", "time_zone"]
        labels = {
            "slug": "Address of its page",
            "fallback": "Where it has none",
            "calls": "Calls that it takes up",
        }
        widgets = {"calls": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["represents"] = forms.ChoiceField(
            label="State addressed",
            choices=country_choices,
            initial=case.country,
            help_text="Its mission for the signer's country gets the letter.",
        )
        offices = Target.objects.open().exclude(kind__in=["embassy", "consulate"]).order_by("name")
        self.fields["fallback"].queryset = offices
        self.fields["fallback"].empty_label = "the foreign ministry, if it is known"
        self.fields["calls"].queryset = safety.shown(Call.objects.filter(case=case))
        self.shown_demands = list(safety.shown(Demand.objects.filter(case=case)))
        for number, demand in enumerate(self.shown_demands, start=1):
            self.fields[f"demand_{demand.pk}"] = forms.IntegerField(
                label=demand.text,
                required=False,
                min_value=1,
                max_value=99,
                initial=number if number <= FIRST_NUMBERED else None,
            )

    @staticmethod
    def base_media() -> forms.Media:
        """The calendar and the clock beside the fields."""
        return AdminDateWidget().media + AdminTimeWidget().media

    def numbered(self) -> list[Any]:
        return [self[f"demand_{demand.pk}"] for demand in self.shown_demands]

    def whom(self) -> list[Any]:
        return [
            self["represents"],
            self["fallback"],
            *([self["calls"]] if self.fields["calls"].queryset else []),
        ]

    def page(self) -> list[Any]:
        return [self["slug"], self["act_day"], self["act_time"], self["time_zone"]]

    def chosen(self) -> list[Demand]:
        told = [(self.cleaned_data[f"demand_{one.pk}"], one) for one in self.shown_demands]
        return [
            demand for _number, demand in sorted((pair for pair in told if pair[0]), key=lambda pair: pair[0])
        ]


def start_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    asked = CaseForm(request.GET if "case" in request.GET else None)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Draft an appeal",
        "asked": asked,
        "media": model_admin.media + StartForm.base_media(),
    }
    if not asked.is_valid():
        return TemplateResponse(request, "admin/appeals/start.html", context)
    case = asked.cleaned_data["case"]
    form = StartForm(
        request.POST or None,
        case=case,
        initial={"slug": free_slug(case.slug), "time_zone": settings.TIME_ZONE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            appeal = _start(form, case, request)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            model_admin.log_addition(request, appeal, "Drafted from the facts of the case.")
            messages.success(request, "Drafted. Read each text, fill what is marked, and submit it.")
            if form.notice:
                messages.warning(request, form.notice)
            return redirect("admin:appeals_appeal_change", appeal.pk)
    return TemplateResponse(request, "admin/appeals/start.html", {**context, "case": case, "form": form})


def _start(form: StartForm, case: Case, request: HttpRequest) -> Appeal:
    told = form.cleaned_data
    return start(
        case=case,
        slug=told["slug"],
        represents=told["represents"],
        fallback=told["fallback"],
        demands=form.chosen(),
        calls=told["calls"],
        languages=told["languages"],
        act_before=form.instance.act_before,
        time_zone=told["time_zone"],
        by=request.user,
        now=timezone.now(),
    )


def free_slug(wanted: str) -> str:
    """The wanted address, or it with the first number that nobody has taken. One query."""
    taken = set(Appeal.objects.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
    tries = [wanted[:50], *(f"{wanted[:45]}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)
