"""Claims and people that are held back: anybody who may edit can hold back; to release takes a right, and a reason that stays."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from campaigns import releasing
from campaigns.ledger_entries import release_words
from campaigns.models import HeldBack


def _release(row: HeldBack, **said: Any) -> None:
    releasing.release_held_back(row=row, **said)


RELEASE = register(Act("campaigns.release_held_back", "Released", _release, "campaigns.release_held_back"))


class HeldBackAdmin(admin.ModelAdmin):
    actions = ["release"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The tick can be set in the form; it goes away by the action alone."""
        fixed = ["held_back"] if obj is not None and obj.held_back else []
        return [*super().get_readonly_fields(request, obj), "release_words", *fixed]

    @admin.display(description="Release")
    def release_words(self, obj: HeldBack) -> str:
        waits = (
            "Waits for an approver, who can release it in the list, with a reason." if obj.held_back else ""
        )
        return waits or release_words(obj) or self.get_empty_value_display()

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.release_held_back")

    @admin.action(description="Release: it may be shown from now on (asks why)", permissions=["release"])
    def release(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=RELEASE)
