"""Paces of offices, each with the forecast for all appeals that wait there. Changed on the page of a dispatch."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.forecasting import forecasts
from letters.models import Pace
from letters.outlook import local, pace_words, said
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
            row.rhythm = rhythm_of(row.target, getattr(row.target, "pace", None))
        self.result_list = rows


class ForecastAdmin(ReadOnlyAdmin):
    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return ForecastList

    @admin.display(description=_("last letter leaves"))
    def forecast(self, row: Any) -> str:
        return said(row.last, row.rhythm.zone) if row.last else ""

    def there(self, moment: datetime | None, row: Any) -> str:
        return local(moment, row.rhythm.zone) if moment else ""


@admin.register(Pace)
class PaceAdmin(ForecastAdmin):
    list_display = ("target", "pace", "next_turn", "forecast")
    list_select_related = ("target__pace",)
    ordering = ("target__name",)

    @admin.display(description=_("pace"))
    def pace(self, pace: Any) -> str:
        return pace_words(pace.rhythm)

    @admin.display(description=_("next free turn"), ordering="next_at")
    def next_turn(self, pace: Any) -> str:
        return self.there(pace.next_at, pace)
