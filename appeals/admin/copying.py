"""Two small pages of an appeal: clone it under a new address, and draft it in more languages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from appeals.admin.starting import free_slug
from appeals.cloning import clone
from appeals.models import Appeal
from appeals.starting import draft_texts
from kit import languages
from kit.refusals import Refused


class CloneForm(forms.Form):
    slug = forms.SlugField(label="Address of the new page", max_length=50)


class LanguagesForm(forms.Form):
    languages = forms.MultipleChoiceField(label="Draft it in", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, there: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [one for one in languages.choices() if one[0] not in there]


def clone_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    appeal = _found(model_admin, request, pk)
    form = CloneForm(request.POST or None, initial={"slug": free_slug(appeal.slug)})
    if form.is_valid():
        try:
            made = clone(appeal=appeal, slug=form.cleaned_data["slug"], by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            model_admin.log_addition(request, made, f"Cloned from {appeal}.")
            messages.success(request, f"{made}: a draft with the words of {appeal}.")
            return redirect("admin:appeals_appeal_change", made.pk)
    return _page(model_admin, request, appeal, form, "Clone this appeal", "Clone")


def add_language_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    appeal = _found(model_admin, request, pk)
    there = set(appeal.texts.values_list("language", flat=True))
    form = LanguagesForm(request.POST or None, there=there)
    if form.is_valid():
        try:
            draft_texts(
                appeal=appeal, languages=form.cleaned_data["languages"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            model_admin.log_change(request, appeal, "Drafted in more languages.")
            return redirect("admin:appeals_appeal_change", appeal.pk)
    return _page(model_admin, request, appeal, form, "Draft it in more languages", "Draft")


def _found(model_admin: Any, request: HttpRequest, pk: int) -> Appeal:
    return get_object_or_404(model_admin.get_queryset(request).select_related("case"), pk=pk)


def _page(
    model_admin: Any, request: HttpRequest, appeal: Appeal, form: forms.Form, title: str, button: str
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "appeal": appeal,
        "form": form,
        "button": button,
    }
    return TemplateResponse(request, "admin/appeals/small_form.html", context)
