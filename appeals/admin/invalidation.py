"""Invalidate many signatures at the desk: say which, look at how many and at ten of them, say why; and undo it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from appeals import invalidating
from appeals.admin.buttons import PageButton, press
from appeals.admin.one_right import OneRightAdmin
from appeals.models import Appeal, Invalidation, Signature
from appeals.widgets import CountrySelect, names_in
from kit import languages
from kit.refusals import Refused

NETWORKS = 20
UNDO = PageButton("undo", "Undo: they count again", invalidating.undo, "own", asks_why=True)


def _networks() -> list[tuple[str, str]]:
    """Those that most signatures of the last week came from. The hash says nothing but that it is the same one."""
    rows = Signature.objects.exclude(network_index="").order_by().values_list("network_index")
    counted = rows.annotate(many=Count("pk")).order_by("-many")[:NETWORKS]
    return [(index, f"{index[:8]}, {many} signatures") for index, many in counted]


class ConditionsForm(forms.Form):
    appeal = forms.ModelChoiceField(queryset=Appeal.objects.exclude(state="draft").order_by("slug"))
    signed_from = forms.SplitDateTimeField(widget=admin.widgets.AdminSplitDateTime)
    signed_until = forms.SplitDateTimeField(
        widget=admin.widgets.AdminSplitDateTime, help_text="A moment that is over."
    )
    country = forms.ChoiceField(
        choices=lambda: [("", ""), *names_in("en")],
        required=False,
        widget=CountrySelect,
        help_text="None chosen: any.",
    )
    language = forms.ChoiceField(
        choices=lambda: [("", "Any"), *languages.choices()],
        required=False,
        help_text="In which the form was open.",
    )
    source = forms.ChoiceField(
        choices=lambda: [("", "Any"), *[one for one in Signature.Source.choices if one[0]]], required=False
    )
    network_index = forms.ChoiceField(
        label="Network", choices=lambda: [("", "Any"), *_networks()], required=False
    )

    def conditions(self) -> invalidating.Conditions:
        return invalidating.Conditions(**self.cleaned_data)


@admin.register(Invalidation)
class InvalidationAdmin(OneRightAdmin):
    right = "appeals.invalidate_signatures"
    may_add = True
    list_display = ["appeal", "state", "changed", "reason", "by", "at"]
    list_filter = ["state", "appeal"]
    list_select_related = ["appeal", "by"]
    ordering = ["-at"]
    fields = readonly_fields = [
        *("appeal", "state", "signed_from", "signed_until", "country", "language", "source", "network_index"),
        *(
            "expected",
            "changed",
            "restored",
            "reason",
            "by",
            "at",
            "undone_because",
            "undone_by",
            "undone_at",
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/press/", wrap(self.press_view), name="appeals_invalidation_press"),
            *super().get_urls(),
        ]

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return press(self, request, pk, {UNDO.name: UNDO}, "invalidation")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Conditions, then what fits them, then the decision. Nothing changes before the last press."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ConditionsForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": "Invalidate signatures",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "reason": request.POST.get("reason", ""),
        }
        if form.is_valid():
            if "decide" in request.POST:
                decided = self._decide(request, form)
                if decided:
                    return redirect("admin:appeals_invalidation_change", decided.pk)
            context["preview"] = invalidating.preview(form.conditions())
        return TemplateResponse(request, "admin/appeals/invalidation/add.html", context)

    def _decide(self, request: HttpRequest, form: ConditionsForm) -> Invalidation | None:
        expected = request.POST.get("expected", "")
        try:
            decided = invalidating.begin(
                conditions=form.conditions(),
                expected=int(expected) if expected.isdecimal() else -1,
                reason=request.POST.get("reason", ""),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.message)
            return None
        self.log_addition(request, decided, f"{decided.expected} signatures: {decided.reason}")
        messages.success(request, f"{decided.expected} signatures are being taken out.")
        return decided

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        undoable = found is not None and found.state in {Invalidation.State.RUNNING, Invalidation.State.DONE}
        panel = {"buttons": [UNDO] if undoable else [], "found": found}
        return super().change_view(request, object_id, form_url, {**panel, **(extra_context or {})})
