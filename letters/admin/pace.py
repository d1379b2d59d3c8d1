"""Dispatches and paces, each with the forecast: when its last letter leaves, and whether that is in time."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.forecasting import forecasts, in_time
from letters.models import Dispatch, Pace
from letters.pacing import rhythm_of
from outbox.admin.readonly import ReadOnlyAdmin


class ForecastList(ChangeList):
    """Asks for the forecasts of the whole page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        found = forecasts(targets={row.target_id for row in rows}, now=timezone.now())
        for row in rows:
            row.last = found.get((row.target_id, getattr(row, "appeal_id", None)))
        self.result_list = rows


class ForecastAdmin(ReadOnlyAdmin):
    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return ForecastList

    @admin.display(description=_("last letter leaves"))
    def forecast(self, row: Any) -> datetime | None:
        return row.last


@admin.register(Dispatch)
class DispatchAdmin(ForecastAdmin):
    list_display = ("appeal", "target", "channel", "starts_at", "ends_at", "forecast", "is_in_time")
    list_select_related = ("appeal", "target")
    ordering = ("-starts_at", "-id")

    @admin.display(description=_("in time"), boolean=True)
    def is_in_time(self, dispatch: Any) -> bool:
        return in_time(dispatch, dispatch.last)


@admin.register(Pace)
class PaceAdmin(ForecastAdmin):
    list_display = ("target", "minutes_between", "next_at", "forecast")
    list_select_related = ("target",)
    ordering = ("target__name",)

    @admin.display(description=_("minutes between letters"))
    def minutes_between(self, pace: Pace) -> str:
        return f"{rhythm_of(pace.target, pace).gap.total_seconds() / 60:g}"
