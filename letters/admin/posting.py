"""Hand letters to the postal provider: first how many, at what price, which ones and which not; then a button. And its jobs."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from kit.refusals import Refused
from letters import posting_choice, posting_decisions
from letters.admin import look_words
from letters.models import PostalJob
from letters.providers import open_provider
from outbox.admin.readonly import ReadOnlyAdmin

NO_PROVIDER = "No postal provider is set (OUTCRY_POSTAL_PROVIDER). Letters can be printed here in batches."


def hand_to_provider(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet
) -> HttpResponse | None:
    """The page between the action and its verb; "expected" is what the person has seen on it."""
    provider = open_provider()
    if provider is None:
        model_admin.message_user(request, NO_PROVIDER, messages.ERROR)
        return None
    now = timezone.now()
    expected = request.POST.get("expected", "")
    try:
        if expected.isdecimal():
            count = posting_choice.choose(
                rows, provider=provider, expected=int(expected), by=request.user, now=now
            )
            said = f"{count} letter{'' if count == 1 else 's'} will be handed to {provider.name}."
            model_admin.message_user(request, said, messages.SUCCESS)
            return None
        preview = posting_choice.preview(rows, provider=provider, now=now)
    except Refused as refused:
        model_admin.message_user(request, refused.message, messages.ERROR)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Hand to the postal provider",
        "provider": provider,
        "preview": preview,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
    }
    return TemplateResponse(request, "admin/letters/hand_to_provider.html", context)


def _act(name: str, title: str, verb: Any) -> Act:
    more: dict[str, Any] = {"words": look_words.of_postal_job, "joins": ("letter__target",)}
    return register(Act(name, title, verb, "letters.post_letter", **more))


TRY_AGAIN = _act("letters.post_again", "Try again", posting_decisions.try_again)
CANCEL = _act("letters.post_not", "Cancelled", posting_decisions.cancel)


@admin.register(PostalJob)
class PostalJobAdmin(ReadOnlyAdmin):
    list_display = ("letter", "provider", "state", "reason", "reference", "cost", "handed_at", "posted_at")
    list_filter = ("state", "in_doubt", "provider", "is_test")
    list_select_related = ("letter",)
    search_fields = ("letter__reference", "reference")
    ordering = ("-id",)
    actions = ("try_again", "cancel")
    readonly_fields = ("cost",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("letter__frozen")

    @admin.display(description=_("price"), ordering="price")
    def cost(self, job: PostalJob) -> str:
        return "" if job.price is None else f"{job.price} {job.currency}"

    def has_post_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.post_letter")

    @admin.action(description=_("Try again"), permissions=["post"])
    def try_again(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=TRY_AGAIN)

    @admin.action(description=_("Cancel: do not hand it over"), permissions=["post"])
    def cancel(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=CANCEL)
