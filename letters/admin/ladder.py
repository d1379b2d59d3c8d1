"""The ladder of an appeal, and what it has made: follow-ups to print, and those that a person has to do."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models import FollowUp, LadderStep
from outbox.admin.readonly import ReadOnlyAdmin


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
        return request.user.has_perm("letters.steer_dispatch")

    @admin.action(description=_("Done"), permissions=["do"])
    def mark_done(self, request: HttpRequest, rows: QuerySet) -> None:
        """What a person does; paper ends by itself when it is marked as posted."""
        done: Any = rows.filter(state=FollowUp.State.OPEN, channel=LadderStep.Channel.PERSON)
        for row in done:
            self.log_change(request, row, "Done")
        done.update(state=FollowUp.State.DONE, ended_at=timezone.now())
