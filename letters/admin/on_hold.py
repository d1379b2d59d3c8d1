"""Cases on hold: the editors' list of news that has stopped letters, and the two ways on, each with a reason."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from campaigns.models import Case
from campaigns.status import lift_holds_of
from kit.refusals import Refused
from letters.cascading import cancel_held
from letters.on_hold import cases_on_hold

# button: (verb, right that it takes, what is said afterwards)
BUTTONS = {
    "lift": (lift_holds_of, "campaigns.lift_hold", "{case}: letters go on."),
    "cancel": (cancel_held, "letters.cancel_letter", "{case}: {count} letters cancelled."),
}


def on_hold_view(request: HttpRequest) -> HttpResponse:
    if not any(request.user.has_perm(right) for _verb, right, _done in BUTTONS.values()):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    context = {
        **admin.site.each_context(request),
        "title": "Cases on hold",
        "cases": cases_on_hold(),
        "may_lift": request.user.has_perm(BUTTONS["lift"][1]),
        "may_cancel": request.user.has_perm(BUTTONS["cancel"][1]),
    }
    return TemplateResponse(request, "admin/letters/on_hold.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    verb, right, done = BUTTONS.get(request.POST.get("button", ""), (None, "", ""))
    if verb is None or not request.user.has_perm(right):
        raise PermissionDenied
    case = get_object_or_404(Case, pk=request.POST.get("case", "0"))
    try:
        count = verb(case=case, by=request.user, reason=request.POST.get("reason", ""), now=timezone.now())
    except Refused as refused:
        messages.error(request, f"{case}: {refused.message}")
    else:
        messages.success(request, done.format(case=case, count=count))
    return redirect("admin:letters_on_hold")
