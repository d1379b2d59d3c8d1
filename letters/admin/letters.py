from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from kit.refusals import Refused
from letters import holding
from letters.admin import look_words, preview
from letters.admin.dossier import dossier_view
from letters.admin.evidence import export
from letters.admin.making import TierFilter
from letters.admin.on_hold import on_hold_view
from letters.admin.posting import hand_to_provider
from letters.admin.replies import ReplyInline
from letters.models import Letter, LetterPdf
from letters.paper import again
from letters.states import State
from outbox.admin.readonly import ReadOnlyAdmin


def _hold(letter: Letter, **said: Any) -> None:
    if not holding.hold(Letter.objects.filter(pk=letter.pk), **said):
        raise Refused("It is in the outbox already, or past it. Hold its message there.")


def _act(name: str, title: Any, verb: Any, right: str) -> Act:
    return register(Act(name, title, verb, right, words=look_words.of_letter, joins=("target",)))


HOLD = _act("letters.hold", _("Held"), _hold, "letters.release_letter")
RELEASE = _act("letters.release", _("Released"), holding.release, "letters.release_letter")
CANCEL = _act("letters.cancel", _("Cancelled"), holding.cancel, "letters.cancel_letter")


class WhereFilter(admin.SimpleListFilter):
    """Held, parked, waiting, due, in the outbox, sent, cancelled: with their numbers, by one query."""

    title = _("where it is")
    parameter_name = "where"

    @property
    def places(self) -> dict[str, tuple[Any, Q]]:
        due = Q(state=State.READY, due_at__lte=timezone.now())
        return {
            "held": (_("held"), Q(state=State.HELD)),
            "parked": (_("parked"), Q(state=State.PARKED)),
            "waiting": (_("waiting"), Q(state__in=[State.FROZEN, State.READY]) & ~due),
            "due": (_("due"), due),
            "outbox": (_("in the outbox"), Q(state__in=[State.ENQUEUED, State.COLLECTED])),
            "sent": (_("sent: accepted by the office's mail server"), Q(state=State.ACCEPTED)),
            "cancelled": (_("cancelled"), Q(state=State.CANCELLED)),
        }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counts = Letter.objects.aggregate(
            **{name: Count("pk", filter=condition) for name, (_title, condition) in self.places.items()}
        )
        return [(name, f"{title} ({counts[name]})") for name, (title, _condition) in self.places.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        place = self.places.get(self.value() or "")
        return queryset.filter(place[1]) if place else queryset


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Who signed is shown only when one letter is opened, in its PDF."""

    list_display = (
        "reference",
        "state",
        "reason",
        "appeal",
        "target",
        "due_at",
        "message_state",
        "evidence",
        "pdf_link",
    )
    list_filter = (WhereFilter, TierFilter, "language", ("appeal", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("appeal", "target", "message", "pdf")
    search_fields = ("reference", "digest", "target__name")
    ordering = ("-id",)
    actions = ("hold", "release", "cancel", "hand_over", "evidence_file")
    inlines = (ReplyInline,)
    readonly_fields = ("message_state", "evidence", "pdf_link")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "reference",
                    "state",
                    "reason",
                    "held_for",
                    "appeal",
                    "target",
                    "contact",
                    "language",
                    "pdf_link",
                ]
            },
        ),
        (
            _("When"),
            {
                "fields": [
                    "created_at",
                    "due_at",
                    "accepted_at",
                    "came_back_at",
                    "answered_at",
                    "posted_at",
                    "posted_via",
                    "tries",
                ]
            },
        ),
        (
            _("Evidence"),
            {"fields": ["message", "collective", "message_state", "evidence", "digest", "signature", "step"]},
        ),
        (_("Decided"), {"fields": ["decided_by", "decided_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .defer("frozen", "message__recipient", "message__values", "pdf__content", "pdf__lines")
        )

    @admin.display(description=_("message"), ordering="message__state")
    def message_state(self, letter: Letter) -> str:
        return letter.message.get_state_display() if letter.message else ""

    @admin.display(description=_("mail server's answer"))
    def evidence(self, letter: Letter) -> str:
        if letter.message is None:
            return ""
        return letter.message.server_answer or letter.message.reason

    @admin.display(description=_("PDF"))
    def pdf_link(self, letter: Letter) -> str:
        if not hasattr(letter, "pdf"):
            return ""
        url = reverse("admin:letters_letter_pdf", args=[letter.pk])
        return format_html('<a href="{}">{}</a>', url, _("open the PDF"))

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/pdf/", self.admin_site.admin_view(self.pdf_view), name="letters_letter_pdf")
        dossier = path("dossier/<int:pk>/", self.admin_site.admin_view(dossier_view), name="letters_dossier")
        on_hold = path("on-hold/", self.admin_site.admin_view(on_hold_view), name="letters_on_hold")
        return [own, dossier, on_hold, *preview.urls(self.admin_site), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _pdf(request, pk)

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.release_letter")

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.cancel_letter")

    @admin.action(description=_("Hold: do not send it yet"), permissions=["release"])
    def hold(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=HOLD)

    @admin.action(description=_("Release: give it a new turn"), permissions=["release"])
    def release(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=RELEASE)

    @admin.action(description=_("Cancel: never send it"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=CANCEL)

    def has_post_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.post_letter")

    @admin.action(description=_("Hand to the postal provider …"), permissions=["post"])
    def hand_over(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return hand_to_provider(self, request, rows)

    @admin.action(description=_("Evidence: everything known of it, as a file"), permissions=["view"])
    def evidence_file(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return export(self, request, rows)


# Chromium shows a PDF in a page of its own making, with an object and inline style in it.
@csp_replace(
    {"default-src": [NONE], "object-src": [SELF], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE]}
)
def _pdf(request: HttpRequest, pk: int) -> HttpResponse:
    pdf = get_object_or_404(LetterPdf.objects.select_related("letter"), letter=pk)
    headers = {
        "Content-Disposition": f'inline; filename="{pdf.letter.reference}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(again(pdf).pdf, content_type="application/pdf", headers=headers)
