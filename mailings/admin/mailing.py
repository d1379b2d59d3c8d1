from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from appeals.models import Appeal
from kit.refusals import Refused
from mailings import approving, writing
from mailings.admin.aim_form import AimForm
from mailings.admin.deciding import deciding_view, html_view
from mailings.following_up import follow_up
from mailings.models import Mailing, MailingText
from mailings.states import State
from mailings.writing import AIM, NARROWING


class WaitsFilter(admin.SimpleListFilter):
    """For whom a mailing waits, with numbers, by one query."""

    title = "what it waits for"
    parameter_name = "waits"
    waits = {
        State.DRAFT: "an editor",
        State.IN_REVIEW: "a second person",
        State.APPROVED: "its release",
        State.RELEASED: "the outbox",
        State.PAUSED: "somebody who lets it go on",
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counts = Mailing.objects.aggregate(
            **{str(state): Count("pk", filter=Q(state=state)) for state in self.waits}
        )
        return [(str(state), f"{whom} ({counts[str(state)]})") for state, whom in self.waits.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(state=self.value()) if self.value() else queryset


class MailingTextInline(admin.StackedInline):
    model = MailingText
    extra = 0
    verbose_name_plural = "texts, one for each language; who has none of their own gets the English one"

    def get_extra(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:
        return 0 if obj else 1  # a new update has one to fill in, also where no script runs

    def _may(self, obj: Mailing | None) -> bool:
        return obj is None or obj.is_unreleased

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(obj) and super().has_delete_permission(request, obj)


@admin.register(Mailing)
class MailingAdmin(admin.ModelAdmin):
    """The house or a person drafts, texts and readers are chosen here; the rest is decided where one reads the mail."""

    form = AimForm

    list_display = ["__str__", "state", "decide", "written_by", "approved_by", "released_at", "addressed"]
    list_filter = [WaitsFilter, "state"]
    list_select_related = ["case", "because__beneficiary", "written_by", "approved_by"]
    search_fields = ["case__title", "because__beneficiary__search_key"]
    ordering = ["-pk"]
    inlines = [MailingTextInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("case", "because__beneficiary")

    def get_fields(self, request: HttpRequest, obj: Mailing | None = None) -> list[str]:
        if obj is None:
            return ["case", *AIM]
        aim = AIM if obj.kind == Mailing.Kind.UPDATE else NARROWING
        return ["case", "news", "state", "sent_back_because", "written_by", "approved_by", *aim]

    def get_readonly_fields(self, request: HttpRequest, obj: Mailing | None = None) -> list[str]:
        if obj is None:
            return []
        return self.get_fields(request, obj)[: None if not obj.is_unreleased else 6]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it would be drafted again; cancelling it is for good

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/decide/", view(deciding_view), name="mailings_deciding"),
            path("text/<int:pk>/", view(html_view), name="mailings_text_html"),
            path("follow-up/<int:appeal>/", view(self.follow_up_view), name="mailings_follow_up"),
        ]
        return [*own, *super().get_urls()]

    def follow_up_view(self, request: HttpRequest, appeal: int) -> HttpResponse:
        """The door behind the buttons on an appeal's page."""
        if request.method != "POST" or not request.user.has_perm("mailings.change_mailing"):
            raise PermissionDenied
        about = get_object_or_404(Appeal.objects.select_related("case__campaign", "fallback"), pk=appeal)
        try:
            kind = request.POST.get("kind", "")
            mailing = follow_up(appeal=about, kind=kind, by=request.user, now=timezone.now())
        except (Refused, ValueError) as refused:
            messages.error(request, str(refused))
            return redirect("admin:appeals_appeal_change", appeal)
        self.log_addition(request, mailing, f"Drafted from the appeal {about}.")
        messages.success(request, "Drafted. Say what is marked, then submit it.")
        return redirect("admin:mailings_mailing_change", mailing.pk)

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().change_view(request, *args, **kwargs)
        except Refused as refused:  # released or cancelled by somebody else while this form was open
            messages.error(request, refused.message)
            return redirect(request.get_full_path())

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Mailing, form: forms.ModelForm, change: bool) -> None:
        """What of it is typed; its texts are saved below."""
        if not change:
            writing.begin(mailing=obj, by=request.user, now=timezone.now())
        elif form.changed_data:
            chosen = {name: form.cleaned_data[name] for name in form.changed_data}
            writing.aim(mailing=obj, chosen=chosen, by=request.user, now=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        texts = formset.save(commit=False)
        if texts or formset.deleted_objects:
            approving.write(
                mailing=form.instance,
                texts=texts,
                removed=formset.deleted_objects,
                by=request.user,
                now=timezone.now(),
            )

    def response_add(self, request: HttpRequest, obj: Mailing, *args: Any) -> HttpResponse:
        return redirect("admin:mailings_deciding", obj.pk)

    def response_change(self, request: HttpRequest, obj: Mailing) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        return redirect("admin:mailings_deciding", obj.pk)

    @admin.display(description="the news")
    def news(self, mailing: Mailing) -> str:
        record = mailing.because
        if not mailing.is_news:
            return mailing.get_kind_display()
        if record is None:
            return "taken back"
        return format_html(
            '<a href="{}">{}</a>{}',
            reverse("admin:campaigns_statusrecord_change", args=[record.pk]),
            record,
            "" if record.is_reviewed else ": not reviewed",
        )

    @admin.display(description="")
    def decide(self, mailing: Mailing) -> str:
        return format_html(
            '<a href="{}">read and decide</a>', reverse("admin:mailings_deciding", args=[mailing.pk])
        )
