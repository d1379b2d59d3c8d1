"""Collective letters: which went, or will go, how many letters are in each, and the whole of it as a PDF to print."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from letters.collective_mail import content_of, paper_of
from letters.handover_front import CannotBePrinted
from letters.models import CollectiveLetter
from letters.pressing import PressMissing, PressRefused
from letters.states import State
from outbox.admin.readonly import ReadOnlyAdmin

INSIDE = Q(letters__state__in=[State.COLLECTED, State.ACCEPTED])


@admin.register(CollectiveLetter)
class CollectiveLetterAdmin(ReadOnlyAdmin):
    """Who signed is shown in the PDF alone, as each chose."""

    list_display = ("appeal", "target", "language", "inside", "created_at", "state", "answer", "pdf_link")
    list_select_related = ("appeal", "target", "message")
    list_filter = ("language", ("appeal", admin.RelatedOnlyFieldListFilter))
    search_fields = ("appeal__slug", "target__name")
    ordering = ("-id",)
    readonly_fields = ("inside", "state", "answer", "pdf_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).annotate(many=Count("letters", filter=INSIDE))
        return rows.defer("message__recipient", "message__values")

    @admin.display(description=_("letters in it"), ordering="many")
    def inside(self, collective: Any) -> str:
        url = f"{reverse('admin:letters_letter_changelist')}?collective={collective.pk}"
        return format_html('<a href="{}">{}</a>', url, collective.many)

    @admin.display(description=_("message"), ordering="message__state")
    def state(self, collective: Any) -> str:
        return collective.message.get_state_display() if collective.message else ""

    @admin.display(description=_("mail server's answer"))
    def answer(self, collective: Any) -> str:
        message = collective.message
        return (message.server_answer or message.reason) if message else ""

    @admin.display(description=_("PDF"))
    def pdf_link(self, collective: Any) -> str:
        if not collective.many:
            return ""
        url = reverse("admin:letters_collectiveletter_pdf", args=[collective.pk])
        return format_html('<a href="{}">{}</a>', url, _("letter and annex"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.pdf_view)
        return [path("<int:pk>/pdf/", view, name="letters_collectiveletter_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        collective = get_object_or_404(self.get_queryset(request).filter(many__gt=0), pk=pk)
        at = collective.message.due_at if collective.message else timezone.now()
        try:
            pdf = paper_of(*content_of(collective), at=at)
        except (CannotBePrinted, PressMissing, PressRefused) as error:
            messages.error(request, str(error))
            return redirect("admin:letters_collectiveletter_change", pk)
        self.log_change(request, collective, "Letter and annex opened as a PDF.")
        headers = {
            "Content-Disposition": f'attachment; filename="collective-{pk}.pdf"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
