"""One's own page at the desk: second factors, recovery codes, and where one is logged in."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kit.refusals import Refused
from staff import factors, leaving, recovery
from staff.forms import OwnPassword
from staff.models import AuthenticatorApp, Passkey, Session
from staff.views import codes_page, own_password


@sensitive_post_parameters("password")
def account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if request.method == "POST":
        try:
            return _done(request, user)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("admin:account")
    now = timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": "Your account",
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "passkeys": Passkey.objects.filter(user=user),
        "codes_left": recovery.left(user),
        "sessions": Session.objects.filter(user=user, expire_date__gt=now).exclude(begun_at=None),
        "this_session": request.session.session_key,
        "password_form": OwnPassword(auto_id=False),
    }
    return render(request, "admin/staff/account.html", context)


def _done(request: HttpRequest, user: Any) -> HttpResponse:
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "leave":
        many = leaving.log_out(user=user, by=user, now=now, but=request.session.session_key)
        messages.success(request, f"Logged out elsewhere: {many}.")
    elif act == "codes":
        own_password(request, user, now)
        return codes_page(request, recovery.new_codes(user=user, by=user, now=now))
    elif act == "app" or (act.startswith("passkey-") and act[8:].isdecimal()):
        own_password(request, user, now)
        factors.take_away(user=user, passkey=None if act == "app" else int(act[8:]), by=user, now=now)
        messages.success(request, "Taken away.")
    else:
        raise Refused("Press one of the buttons of this page.")
    return redirect("admin:account")
