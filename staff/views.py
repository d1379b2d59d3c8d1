"""The door of the desk: the second step of a login, and adding a first or a further second factor.

config/admin_site.py puts these under its own addresses. None of them opens to a stranger: they know somebody who is half in, or is in.
"""

import base64
from typing import Any

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from kit.refusals import Refused
from staff import attempts, entering, factors, passkeys, recovery, totp
from staff.forms import CodeForm, OwnPassword, PasskeyForm, PasswordStep
from staff.models import Passkey

STATE, SECRET = "staff.passkey_state", "secret"


class FirstStep(LoginView):
    """Name and password; in the demonstration that is all."""

    authentication_form = PasswordStep

    def form_valid(self, form: Any) -> HttpResponse:
        user, now = form.get_user(), timezone.now()
        if not settings.STAFF_SECOND_FACTOR:
            then = self.get_success_url()
            entering.enter(self.request, user, how="password", now=now)
            return HttpResponseRedirect(then)
        entering.begin(self.request, user, then=self.get_success_url(), now=now)
        return redirect("admin:second_step" if factors.has_any(user) else "admin:add_factor")


@sensitive_post_parameters()
@never_cache
@csrf_protect
def second_step(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = entering.half_in(request, now=now)
    if user is None:
        return redirect("admin:login")
    if not factors.has_any(user):
        return redirect("admin:add_factor")
    refused = ""
    if request.method == "POST":
        try:
            how = _shown(request, user, now)
        except Refused as no:
            refused = no.message
        else:
            then = entering.enter(request, user, how=how, now=now)
            if how == "recovery":
                messages.warning(request, _left(recovery.left(user)))
            return HttpResponseRedirect(then)
    options = None
    if Passkey.objects.filter(user=user).exists():
        options, request.session[STATE] = passkeys.begin_asking(user)
    return _page(request, "second_step", "Second step", options=options, form=CodeForm(), refused=refused)


def _shown(request: HttpRequest, user: Any, now: Any) -> str:
    """How they showed who they are. Refused otherwise. What the browser was asked is good for one answer."""
    state = request.session.pop(STATE, None)
    if "response" in request.POST:
        form = PasskeyForm(request.POST)
        if state is None or not form.is_valid():
            raise Refused(passkeys.NOT_GOOD)
        attempts.count_code(user_id=user.pk, now=now)
        passkeys.check(user=user, state=state, response=form.cleaned_data["response"], now=now)
        return "passkey"
    form = CodeForm(request.POST)
    if not form.is_valid():
        raise Refused("Type the six digits that the app shows now, or one of your recovery codes.")
    return factors.check_code(user=user, code=form.cleaned_data["code"], now=now)


@sensitive_post_parameters()
@never_cache
@csrf_protect
def add_factor(request: HttpRequest) -> HttpResponse:
    """Whoever is half in adds their first second factor, and is in; whoever is in adds a further one, with their password."""
    now = timezone.now()
    is_in = admin.site.has_permission(request)
    user: Any = request.user if is_in else entering.half_in(request, now=now)
    if user is None:
        return redirect("admin:login")
    is_first = not factors.has_any(user)
    if not is_in and not is_first:
        return redirect("admin:second_step")  # a password alone adds nothing to an account that has a factor
    refused = ""
    if request.method == "POST":
        try:
            if is_in:
                own_password(request, user, now)
            how = _added(request, user, now)
        except Refused as no:
            refused = no.message
        else:
            then = "" if is_in else entering.enter(request, user, how=how, now=now)
            if is_first:
                return codes_page(request, recovery.new_codes(user=user, by=user, now=now), then=then)
            messages.success(request, "Added.")
            return redirect("admin:account")
    secret = entering.kept_secret(request, SECRET) or totp.new_secret()
    entering.keep_secret(request, SECRET, secret)
    options, request.session[STATE] = passkeys.begin_adding(user)
    uri = totp.uri(secret, name=user.get_username(), issuer=settings.OUTCRY_FROM_NAME)
    spelt = base64.b32encode(secret).decode()
    return _page(
        request,
        "add_factor",
        "Add a second factor",
        options=options,
        picture=segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff"),
        spelt=" ".join(spelt[at : at + 4] for at in range(0, len(spelt), 4)),
        code_form=CodeForm(),
        passkey_form=PasskeyForm(),
        password_form=OwnPassword() if is_in else None,
        is_first=is_first,
        refused=refused,
    )


def _added(request: HttpRequest, user: Any, now: Any) -> str:
    state = request.session.pop(STATE, None)
    if "response" in request.POST:
        form = PasskeyForm(request.POST)
        if state is None or not form.is_valid():
            raise Refused("The browser made no passkey. Try again, or take an app.")
        told = form.cleaned_data
        passkeys.add(user=user, name=told["name"], state=state, response=told["response"], by=user, now=now)
        return "passkey"
    form, secret = CodeForm(request.POST), entering.kept_secret(request, SECRET)
    if secret is None or not form.is_valid():
        raise Refused("Type the six digits that the app shows now.")
    factors.add_app(user=user, secret=secret, code=form.cleaned_data["code"], by=user, now=now)
    request.session.pop(f"staff.{SECRET}", None)
    return "app"


def own_password(request: HttpRequest, user: Any, now: Any) -> None:
    """Refused unless the password that came with a form is that of `user`."""
    attempts.count_code(user_id=user.pk, now=now)
    if not user.check_password(request.POST.get("password", "")):
        raise Refused("This is not your password.")


def codes_page(request: HttpRequest, codes: list[str], *, then: str = "") -> HttpResponse:
    return _page(request, "recovery_codes", "Your recovery codes", codes=codes, then=then)


def _page(request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **more}
    return render(request, f"admin/staff/{name}.html", context)


def _left(many: int) -> str:
    return f"You used a recovery code; {many} are left. Add a second factor anew before you have none."
