"""Letters that wait for a person: the oldest first, each with the letter as it would leave and why it waits."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from appeals import moderating, previewing
from appeals.admin.one_right import OneRightAdmin
from appeals.models import LetterToRead, Signature
from bulk.admin.looking import needs_a_look, over_rows
from bulk.register import Act, register
from kit.refusals import Refused


def _send_mail(row: LetterToRead, **said: Any) -> None:
    if row.state != Signature.State.PENDING:
        raise Refused("Its letter has to be read.")
    moderating.pass_on(signature=row, **said)


SEND_MAIL = register(
    Act("appeals.send_mail", "Passed", _send_mail, "appeals.moderate_signature", asks_why=False)
)


@admin.register(LetterToRead)
class LetterToReadAdmin(OneRightAdmin):
    """No names in the list; one letter at a time, because a letter has to be read."""

    right = "appeals.moderate_signature"
    list_display = ["__str__", "appeal", "kind", "reasons", "language", "created_at"]
    list_display_links = ["__str__"]
    list_filter = ["appeal", "state", "language"]
    list_select_related = ["appeal"]
    fields: list[str] = []
    actions = ["send_mails"]
    ordering = ["created_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return LetterToRead.objects.filter(pk__in=moderating.waiting().order_by().values("pk"))

    @admin.display(description="what waits")
    def kind(self, obj: Signature) -> str:
        return "its letter" if obj.state == Signature.State.CONFIRMED else "the mail to confirm it"

    @admin.display(description="why")
    def reasons(self, obj: Signature) -> str:
        return " ".join(obj.moderation_reasons.splitlines())

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:pk>/decide/", self.admin_site.admin_view(self.decide_view), name="appeals_moderate"
        )
        return [decide, *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pass or refuse what was read; then the next one."""
        if request.method != "POST" or not self.has_own_permission(request):
            raise PermissionDenied
        signature = get_object_or_404(Signature.objects.select_related("appeal", "supporter"), pk=pk)
        said: dict[str, Any] = {
            "by": request.user,
            "now": timezone.now(),
            "seen": request.POST.get("seen", ""),
        }
        try:
            if "refuse" in request.POST:
                moderating.refuse(signature=signature, reason=request.POST.get("reason", ""), **said)
            else:
                moderating.pass_on(signature=signature, **said)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            done = "refused" if "refuse" in request.POST else "passed"
            self.log_change(request, signature, done.capitalize())
            messages.success(request, f"{signature}: {done}")
        following = moderating.waiting().exclude(pk=pk).first()
        if following is None:
            return redirect("admin:appeals_lettertoread_changelist")
        return redirect("admin:appeals_lettertoread_change", following.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        panel = self._panel(found) if found else {}
        return super().change_view(request, object_id, form_url, {**panel, **(extra_context or {})})

    def _panel(self, found: Signature) -> dict[str, Any]:
        signature = Signature.objects.select_related(
            "appeal__case__campaign", "appeal__fallback", "supporter"
        ).get(pk=found.pk)
        preview = (
            None
            if signature.agreed
            else previewing.for_signature(signature=signature, day=timezone.localdate())
        )
        return {
            "signature": signature,
            "letter": signature.agreed or (preview.agreed if preview else None),
            "reasons": signature.moderation_reasons.splitlines(),
            "is_confirmed": signature.state == Signature.State.CONFIRMED,
            "others": moderating.waiting().exclude(pk=signature.pk).count(),
            "title": f"{signature}, {signature.appeal}",
            "subtitle": None,
        }

    @admin.action(description="Send the mail to confirm (pending ones only)", permissions=["own"])
    def send_mails(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        """What came in a flood has no words to read; where it came from is in the list."""
        if needs_a_look(request, rows):
            return over_rows(self, request, rows, act=SEND_MAIL)
        passed = 0
        for row in rows.filter(state=Signature.State.PENDING).select_related("appeal", "supporter"):
            try:
                moderating.pass_on(signature=row, by=request.user, now=timezone.now())
            except Refused as refused:
                self.message_user(request, f"{row}: {refused.message}", messages.ERROR)
            else:
                passed += 1
                self.log_change(request, row, "Passed")
        self.message_user(request, f"{passed} passed. Letters have to be read one by one.", messages.SUCCESS)
        return None
