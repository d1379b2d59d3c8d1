"""A small page that other sites may show in a frame: title, count, and a link that opens the appeal in a new tab.

It sets no cookie, runs no script and asks the site around it for nothing. It is the only page of ours that may be framed.
"""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from appeals import sharing, showing
from appeals.views_frame import PAGE_SECONDS, language
from campaigns import status
from kit.keeping import kept


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its stubs know views without arguments only
@kept(PAGE_SECONDS)
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    found = showing.one(slug, language=language())
    if found is None:
        raise Http404
    appeal = found.appeal
    context = {
        "text": found.text,
        "count": showing.count(appeal),
        "takes_signatures": appeal.takes_signatures(timezone.now()) and not status.held_because(appeal.case),
        "link": sharing.link(appeal, source=sharing.Source.EMBED, language=language()),
    }
    response = render(request, "public/embed.html", context)
    # A site that isolates itself shows only frames that say both (HTML, "cross-origin isolated").
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return response


def snippet(slug: str, title: str, language: str) -> str:
    """What the owner of another page copies into it. `sandbox` lets them see that nothing of ours can run there."""
    markup = format_html(
        '<iframe src="{}" title="{}" width="100%" height="240" loading="lazy" referrerpolicy="no-referrer" '
        'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="border: 0; max-width: 30rem"></iframe>',
        showing.address("embed", slug, language=language),
        title,
    )
    # It is shown to be copied, not to be run: a plain string, which the desk's page escapes once more.
    return str.__str__(markup)
