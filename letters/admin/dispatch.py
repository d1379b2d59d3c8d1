"""Dispatches: where each stands, when its last letter leaves and whether that is in time, and what a dispatcher does about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.admin.buttons import button
from kit.refusals import Refused
from letters import setting_pace, steering
from letters.admin.dispatch_forms import BeginForm, PaceForm
from letters.admin.pace import ForecastAdmin
from letters.admin.sending_desk import sending_view
from letters.admin.simulator import simulating_view
from letters.forecasting import in_time
from letters.models import Dispatch, Pace
from letters.outlook import outlook, pace_words
from letters.rhythm import Rhythm


def _stop(dispatch: Dispatch, **said: Any) -> str:
    steering.stop(dispatch=dispatch, **said)
    return "It is stopped. Nothing of it leaves until somebody lets it go on."


def _go_on(dispatch: Dispatch, **said: Any) -> str:
    steering.go_on(dispatch=dispatch, **said)
    return "It goes on. Its letters get new turns."


def _switch(channel: str) -> Callable[..., str]:
    def act(dispatch: Dispatch, **said: Any) -> str:
        steering.switch(dispatch=dispatch, channel=channel, **said)
        return f"Its letters now go by {dispatch.get_channel_display()}. Its signers read so on their pages."

    return act


# What takes nothing but a reason.
STEER = "letters.steer_dispatch"
ACTS: dict[str, Callable[..., str]] = {
    "stop": _stop,
    "go_on": _go_on,
    **{channel: _switch(channel) for channel in Dispatch.Channel.values},
}


@admin.register(Dispatch)
class DispatchAdmin(ForecastAdmin):
    list_display = (
        "appeal",
        "target",
        "state",
        "reason",
        "channel",
        "starts",
        "ends",
        "forecast",
        "is_in_time",
    )
    list_select_related = ("appeal", "target__pace")
    list_filter = ("state", "channel")
    search_fields = ("appeal__slug", "target__name")
    ordering = ("-starts_at", "-id")
    actions = (
        button("Let go on", steering.go_on, "dispatch", right="steer", may=STEER, asks_why=True),
        button("Stop", steering.stop, "dispatch", right="steer", may=STEER, asks_why=True),
    )

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STEER)

    @admin.display(description=_("starts"), ordering="starts_at")
    def starts(self, dispatch: Any) -> str:
        return self.there(dispatch.starts_at, dispatch)

    @admin.display(description=_("act before"), ordering="ends_at")
    def ends(self, dispatch: Any) -> str:
        return self.there(dispatch.ends_at, dispatch)

    @admin.display(description=_("in time"), boolean=True)
    def is_in_time(self, dispatch: Any) -> bool | None:
        """None, a question mark, where no letter waits for a turn, or nobody has said in time for what."""
        return in_time(dispatch, dispatch.last) if dispatch.last and dispatch.ends_at else None

    def get_urls(self) -> list[URLPattern]:
        sending = path("sending/", self.admin_site.admin_view(sending_view), name="letters_sending")
        simulate = path(
            "simulate/<int:appeal>/", self.admin_site.admin_view(simulating_view), name="letters_simulate"
        )
        return [sending, simulate, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Dispatch.objects.select_related("appeal", "target", "decided_by")
        dispatch = get_object_or_404(rows, pk=object_id if object_id.isdigit() else 0)
        pressed = request.POST.get("button", "") if request.method == "POST" else ""
        if pressed in {"look", "pace"}:
            return self._about_the_pace(request, dispatch, saves=pressed == "pace")
        if pressed:
            return self._steer(request, dispatch, pressed)
        return self._page(request, dispatch, _form_of(dispatch))

    def _about_the_pace(self, request: HttpRequest, dispatch: Dispatch, *, saves: bool) -> HttpResponse:
        form, wanted = PaceForm(request.POST), None
        if saves and not request.user.has_perm("letters.set_pace"):
            raise PermissionDenied
        if form.is_valid():
            now = timezone.now()
            try:
                wanted = setting_pace.looked_at(dispatch.target, form.wanted(), now)
                if saves:
                    pace = setting_pace.set_pace(
                        target=dispatch.target, wanted=form.wanted(), by=request.user, now=now
                    )
                    self.log_change(request, pace, f"Pace: {pace_words(wanted)}")
                    messages.success(request, f"The pace is set: {pace_words(wanted)}.")
                    return redirect("admin:letters_dispatch_change", dispatch.pk)
            except Refused as refused:
                form.add_error(refused.field or None, refused.message)
        return self._page(request, dispatch, form, wanted, status=200 if wanted else 422)

    def _steer(self, request: HttpRequest, dispatch: Dispatch, pressed: str) -> HttpResponse:
        if not self.has_steer_permission(request) or not (pressed in ACTS or pressed == "begin"):
            raise PermissionDenied
        said = {"by": request.user, "reason": request.POST.get("reason", ""), "now": timezone.now()}
        form = BeginForm(request.POST) if pressed == "begin" else None
        if form is not None and not form.is_valid():
            return self._page(request, dispatch, _form_of(dispatch), begin=form, status=422)
        try:
            if form is not None:
                done = steering.begin_at(dispatch=dispatch, **form.begins(), **said)
            else:
                done = ACTS[pressed](dispatch, **said)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, done or "Its start is set.")
            self.log_change(request, dispatch, f"{pressed}: {said['reason']}")
        return redirect("admin:letters_dispatch_change", dispatch.pk)

    def _page(
        self,
        request: HttpRequest,
        dispatch: Dispatch,
        form: PaceForm,
        wanted: Rhythm | None = None,
        *,
        begin: BeginForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        found = outlook(dispatch, now=timezone.now(), wanted=wanted)
        context = {
            **self.admin_site.each_context(request),
            "title": str(dispatch),
            "opts": self.opts,
            "dispatch": dispatch,
            "outlook": found,
            "pace": pace_words(found.rhythm),
            "wanted": pace_words(wanted) if wanted else "",
            "form": form,
            "begin": begin or BeginForm(initial={"zone": dispatch.zone or found.rhythm.zone}),
            "may_steer": self.has_steer_permission(request),
            "may_set_pace": request.user.has_perm("letters.set_pace"),
        }
        return TemplateResponse(request, "admin/letters/dispatch.html", context, status=status)


def _form_of(dispatch: Dispatch) -> PaceForm:
    names = tuple(PaceForm.base_fields)
    return PaceForm(initial=Pace.objects.filter(target=dispatch.target_id).values(*names).first() or {})
