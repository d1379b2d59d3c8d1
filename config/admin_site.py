"""The staff's desk: Django's admin under our name, its rooms in the order in which the work flows."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from csp.constants import SELF
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.watched_forms import watched

# room: what one does there, and the things one comes for first; the others follow by their names.
# The order of rooms is the order of the work: document, keep, ask, write, tell, send, count.
FLOW: dict[str, tuple[Any, tuple[str, ...]]] = {
    "campaigns": (_("Document"), ("Campaign", "Case", "Prisoner", "Group", "Source", "Target", "Contact")),
    "supporters": (_("Keep"), ()),
    "rights": (_("Forget"), ("RetentionRun", "Receipt")),
    "appeals": (_("Ask"), ("Appeal", "AppealText", "Signature", "PaperSignature")),
    "letters": (_("Write"), ("Letter", "Reply", "Dispatch", "Handover", "PrintBatch", "PrintedLetter")),
    "mailings": (_("Tell"), ()),
    "outbox": (_("Send"), ("Message", "Suppression", "Switch")),
    "reports": (_("Count"), ("CampaignReport",)),
    "seeds": (_("Start"), ()),
    "auth": (_("Staff"), ("User",)),
    "bulk": (_("Look back"), ()),
    "trail": (_("Look back"), ()),
}


def place(name: str, order: Sequence[str]) -> int:
    """Sort key: named ones in their order, others after them as they came."""
    return order.index(name) if name in order else len(order)


# Django's admin comes with scripts of its own; public pages may run none, but where one says so.
SCRIPTS = {"script-src": [SELF], "connect-src": [SELF]}


def as_desk(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Let our own scripts run, and let the browser name the origin of a form that is posted back to us.

    Under `no-referrer`, the policy of every other page, browsers send `Origin: null` (Fetch, "append
    a request Origin header"), and the check against forged requests would refuse every form here.
    """

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        # A view that has a content policy of its own keeps it (csp/decorators.py leaves these marks).
        if not hasattr(response, "_csp_replace") and not hasattr(response, "_csp_config"):
            response._csp_replace = SCRIPTS  # type: ignore[attr-defined]  # what csp_replace sets
        return response

    return wrapped


def in_use(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Note that the session is in use, for the list of one's sessions."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from staff import sessions
        from trail import desk

        desk.forget()  # what the last request of this thread looked at
        sessions.seen(request, now=timezone.now())
        return view(request, *args, **kwargs)

    return wrapped


class OutcrySite(AdminSite):
    site_title = "Outcry"
    site_header = "Outcry"
    index_title = _("From a document to a letter")
    empty_value_display = "–"
    # The lists want the width; the way back is in the crumbs, and the first page has every room.
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django's, with an eye on every form: the trail tells how a row was before (config/watched_forms.py)."""
        super().register(model_or_iterable, watched(admin_class or ModelAdmin), **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Every page of the desk asks this: nobody is in whose session has seen a password alone."""
        from staff import entering

        return super().has_permission(request) and entering.passed(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return as_desk(super().admin_view(in_use(view), cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from staff import views, views_account

        return [
            path("login/second/", as_desk(views.second_step), name="second_step"),
            path("login/factor/", as_desk(views.add_factor), name="add_factor"),
            path("account/", self.admin_view(views_account.account), name="account"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The first of two steps (staff/views.py); as Django's otherwise."""
        from staff.views import FirstStep

        index = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(index)
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        request.current_app = self.name  # type: ignore[attr-defined]  # as Django's own login does
        view = FirstStep.as_view(
            template_name="admin/staff/login.html", extra_context=context, next_page=index
        )
        return as_desk(view)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """A new password ends every other session at once, and takes it off the list."""
        from staff.leaving import log_out

        before = request.user.password  # type: ignore[union-attr]  # admin_view lets nobody else in
        response = super().password_change(request, extra_context)
        if request.user.password != before:  # type: ignore[union-attr]  # as above
            log_out(
                user=request.user,
                by=request.user,
                now=timezone.now(),
                but=request.session.session_key,
            )
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the rooms in the order of FLOW, each named by its verb; unknown ones follow."""
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            if room["app_label"] in FLOW:
                verb, first = FLOW[room["app_label"]]
                noun = str(room["name"]).removeprefix(f"{verb}: ")
                room["name"] = f"{verb}: {noun.lower()}"
                room["models"].sort(key=lambda model, first=first: place(model["object_name"], first))
        return sorted(rooms, key=lambda room: place(room["app_label"], list(FLOW)))
