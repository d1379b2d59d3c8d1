"""On the first page of the desk: whether mail leaves, and the button that stops all of it."""

from typing import Any

from django import template

from letters.models import Dispatch
from letters.states import DispatchState
from outbox.models import Switch
from outbox.models.switch import EVERYTHING

register = template.Library()


@register.inclusion_tag("admin/letters/brake.html", takes_context=True)
def sending_for(context: Any, user: Any) -> dict[str, Any]:
    """Two queries for those who may stop everything, none for others."""
    may_pause = user.has_perm("outbox.pause_sending")
    shown: dict[str, Any] = {"may_pause": may_pause, "csrf_token": context.get("csrf_token")}
    if may_pause:
        shown["paused"] = Switch.objects.filter(name=EVERYTHING, paused=True).select_related("by").first()
        shown["waiting"] = Dispatch.objects.filter(state=DispatchState.WAITING).count()
    return shown
