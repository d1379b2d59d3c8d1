"""Pages of the demonstration mailbox. What a mail holds is shown, never trusted: no script, no outside request."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from demo import messages
from demo.addresses import is_loopback

PER_PAGE = 50
# Links in a mail open in the whole window, as they would from a mail program.
BASE = '<base target="_top">'


def on_this_machine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only this machine reads the mail, wherever the server may have been bound."""

    @require_safe
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **words: object) -> HttpResponse:
        if not is_loopback(request.META.get("REMOTE_ADDR", "")):
            raise Http404
        return view(request, **words)

    return guarded


@on_this_machine
def message_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(messages.files(), PER_PAGE).get_page(request.GET.get("page"))
    received = [messages.read(path, headers_only=True) for path in page]
    return render(request, "demo/messages.html", {"page": page, "received": received})


@on_this_machine
@csp_update({"frame-src": [SELF]})
def message(request: HttpRequest, *, key: str) -> HttpResponse:
    return render(request, "demo/message.html", {"received": _found(key)})


@on_this_machine
@xframe_options_sameorigin
@csp_replace({"default-src": [NONE], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "form-action": [NONE],
              "frame-ancestors": [SELF], "script-src": None, "connect-src": None, "font-src": None,
              "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"]})  # fmt: skip
def message_html(request: HttpRequest, *, key: str) -> HttpResponse:
    return HttpResponse(BASE + _found(key).html)


@on_this_machine
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def part(request: HttpRequest, *, key: str, number: int) -> HttpResponse:
    """An attachment: a PDF is shown, anything else is only ever downloaded."""
    found = next((each for each in _found(key).parts if each.number == number), None)
    if found is None:
        raise Http404
    shown = found.is_pdf and "download" not in request.GET
    return HttpResponse(
        found.content,
        content_type="application/pdf" if found.is_pdf else "application/octet-stream",
        headers={"Content-Disposition": _disposition(found.filename, shown=shown)},
    )


def _disposition(filename: str, *, shown: bool) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(not shown, filename) or "attachment"


def _found(key: str) -> messages.Received:
    found = messages.find(key)
    if found is None:
        raise Http404
    return found
