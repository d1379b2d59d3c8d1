"""At the desk: what is saved of a published case, or of whom it is about, is marked; a second person sees what is new and agrees."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from campaigns import second_look
from campaigns.admin.acting import act
from campaigns.models import Case
from campaigns.safety import SHOWN_STATES

STANDS_AT_ONCE = (
    "This case is published: what you change here stands on its page at once, and is marked until a second "
    "person has looked at it and agreed."
)


class WatchedAdmin(admin.ModelAdmin):
    """A page on which something of published cases can be changed: `cases_behind()` says of which."""

    def cases_behind(self, pk: int) -> QuerySet:
        raise NotImplementedError  # each page knows its own; one that forgets it must not save unwatched

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        more = (object_id, form_url, extra_context)
        if request.method != "POST" or not (object_id and object_id.isdecimal()):
            return super().changeform_view(request, *more)
        with second_look.watched(self.cases_behind(int(object_id)), changed_by=request.user):
            return super().changeform_view(request, *more)


class SecondLook(WatchedAdmin):
    """The page of a case itself, with the button."""

    def cases_behind(self, pk: int) -> QuerySet:
        return Case.objects.filter(pk=pk)

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/agree/", self.admin_site.admin_view(self.agree), name="campaigns_case_agree")
        return [own, *super().get_urls()]

    def agree(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST" or not request.user.has_perm(second_look.RIGHT):
            raise PermissionDenied
        case = get_object_or_404(self.get_queryset(request), pk=pk)
        said = {"was_seen": request.POST.get("seen", ""), "by": request.user, "now": timezone.now()}
        act(request, second_look.agree, f"{case}: agreed.", case=case, **said)
        return redirect("admin:campaigns_case_change", pk)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        case = context.get("original")
        if (
            case is not None
            and case.as_read is not None
            and request.user.has_perm("campaigns.view_unpublished")
        ):
            context |= {
                "changes": [(_title(name), before, now) for name, before, now in second_look.changes(case)],
                "seen": second_look.seen(case),
                "may_agree": request.user.has_perm(second_look.RIGHT)
                and case.changed_by_id != request.user.pk,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (title, options), *rest = super().get_fieldsets(request, obj)
        if obj is None or obj.state not in SHOWN_STATES or not self.has_change_permission(request, obj):
            return [(title, options), *rest]
        return [(title, {**options, "description": STANDS_AT_ONCE}), *rest]


def _title(name: str) -> str:
    if name == second_look.PEOPLE:
        return "Whom it is about, their names or how they are called"
    return str(Case._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # each is a column
