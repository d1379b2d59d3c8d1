"""Give a partner a link to one thing, and take it back: the same on the page of a handover and of a partner report.

Beside it stands templates/admin/partner_links.html, which the page includes.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from appeals.admin.one_right import OneRightAdmin
from kit.refusals import Refused
from letters.partner_links import DAYS, Given


class GivesLinks(OneRightAdmin):
    """`give_link(<about>=row, for_whom=, days=, by=, now=)` and `revoke_link(link=, by=, now=)` are the verbs; `links` is the rows' name on `row`.

    The addresses are named like "letters_handover_link" and "letters_handover_revoke".
    """

    about: str
    links: str
    give_link: Callable[..., Given]
    revoke_link: Callable[..., None]

    # What each page says for itself. One that forgets it breaks at once, rather than giving links to whoever asks.

    def has_give_permission(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def row_for_page(self, request: HttpRequest, pk: int) -> Any:
        """The row with what its page shows; Http404 or PermissionDenied where this person may not see it."""
        raise NotImplementedError

    def page(self, request: HttpRequest, row: Any, **more: Any) -> HttpResponse:
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/link/", wrap(self.link_view), name=f"{name}_link"),
            path("<int:pk>/revoke/<int:link>/", wrap(self.revoke_view), name=f"{name}_revoke"),
            *super().get_urls(),
        ]

    def links_shown(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the template beside it asks for. One query, or none without the right."""
        gives = self.has_give_permission(request)
        links = getattr(row, self.links).select_related("given_by", "revoked_by").order_by("-pk")
        return {"gives": gives, "links": links if gives else [], "now": timezone.now(), "choices": DAYS}

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its address stands in this one answer and nowhere else, so that there is no redirect."""
        row = self._for_post(request, pk)
        days = request.POST.get("days", "")
        asked = {
            "for_whom": request.POST.get("for_whom", ""),
            "days": int(days) if days.isdecimal() and len(days) < 9 else 0,
        }
        try:
            given = type(self).give_link(**{self.about: row}, **asked, by=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, refused.message)
            return self._back(pk)
        self.log_change(request, row, "Gave a link to a partner.")
        return self.page(request, row, given=given)

    def revoke_view(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        row = self._for_post(request, pk)
        found = get_object_or_404(getattr(row, self.links), pk=link)
        try:
            type(self).revoke_link(link=found, by=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Taken back: it opens nothing any more.")
            self.log_change(request, row, "Took a partner's link back.")
        return self._back(pk)

    def _for_post(self, request: HttpRequest, pk: int) -> Model:
        if request.method != "POST" or not self.has_give_permission(request):
            raise PermissionDenied
        return self.row_for_page(request, pk)

    def _back(self, pk: int) -> HttpResponse:
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)
