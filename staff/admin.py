"""The page of a member of staff, with what a second person does for them: reset a lost factor, end their sessions."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from kit.refusals import Refused
from staff import factors, leaving
from staff.forms import ReasonForm
from staff.models import AuthenticatorApp, FactorReset, Passkey, Session

admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(UserAdmin):
    change_form_template = "admin/staff/user_form.html"

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/access/", self.admin_site.admin_view(self.access), name="staff_access")
        return [own, *super().get_urls()]

    def access(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        form = ReasonForm(request.POST if request.POST.get("act") == "reset" else None)
        if request.method == "POST":
            try:
                if done := self._done(request, user, form):
                    messages.success(request, done)
                    return redirect("admin:staff_access", pk)
            except Refused as refused:
                messages.error(request, refused.message)
        now = timezone.now()
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Access of {user}",
            "person": user,
            "form": form,
            "has_app": AuthenticatorApp.objects.filter(user=user).exists(),
            "passkeys": Passkey.objects.filter(user=user).count(),
            "resets": FactorReset.objects.filter(user=user).select_related("by"),
            "sessions": Session.objects.filter(user=user, expire_date__gt=now).exclude(begun_at=None),
        }
        return render(request, "admin/staff/access.html", context)

    def _done(self, request: HttpRequest, user: User, form: ReasonForm) -> str:
        if request.POST.get("act") == "leave":
            ended = leaving.log_out(user=user, by=request.user, now=timezone.now())
            return f"Sessions ended: {ended}."
        if not form.is_valid():
            return ""
        factors.reset(user=user, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
        return f"{user} adds a new second factor at the next login."
