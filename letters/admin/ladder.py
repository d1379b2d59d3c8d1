"""The ladder of an appeal, and what it has made: follow-ups to print, and those that a person has to do."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from letters import climbing
from letters.admin import look_words
from letters.models import FollowUp, LadderStep
from outbox.admin.readonly import ReadOnlyAdmin


def _done(follow_up: FollowUp, **said: Any) -> None:
    climbing.mark_done(follow_up=follow_up, **said)


STEER = "letters.steer_dispatch"
DONE = register(
    Act(
        "letters.follow_up_done",
        "Done",
        _done,
        STEER,
        asks_why=False,
        words=look_words.of_follow_up,
        joins=("letter", "target"),
    )
)


@admin.register(LadderStep)
class LadderStepAdmin(admin.ModelAdmin):
    list_display = ("appeal", "number", "after_days", "channel", "condition", "note")
    list_select_related = ("appeal",)
    autocomplete_fields = ("appeal",)
    show_full_result_count = False


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    list_display = ("letter", "target", "number", "channel", "state", "reason", "created_at")
    list_select_related = ("letter", "target")
    list_filter = ("state", "channel", "number")
    ordering = ("-id",)
    actions = ("mark_done",)

    def has_do_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(STEER)

    @admin.action(description=_("Done"), permissions=["do"])
    def mark_done(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=DONE)
