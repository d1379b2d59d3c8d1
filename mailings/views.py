"""The pages behind the links in each update. A GET shows, a POST acts (promise 7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appeals.views_frame import addresses
from mailings import choosing, unsubscribing


@csrf_exempt  # a mail program posts here without cookies (RFC 8058 §3.2); the token in the address is the secret
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_updates(request: HttpRequest, token: str) -> HttpResponse:
    supporter = unsubscribing.supporter_behind(token)
    if supporter is None:
        return render(request, "public/link_unknown.html", status=404)
    stopped = request.method == "POST"
    if stopped:
        unsubscribing.stop_updates(supporter_id=supporter, now=timezone.now())
    # The answer to a POST is this page itself: a redirect would lead a mail program on (RFC 8058 §3.1).
    context = {"stopped": stopped, "token": token, "languages": addresses("stop_updates", token)}
    return render(request, "public/stop_updates.html", context)


@csrf_exempt  # as above: whoever has the address may choose, and nobody else
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_updates(request: HttpRequest, token: str) -> HttpResponse:
    supporter = unsubscribing.supporter_behind(token)
    if supporter is None:
        return render(request, "public/link_unknown.html", status=404)
    saved = request.method == "POST"
    if saved:
        wanted = {int(case) for case in request.POST.getlist("case") if case.isascii() and case.isdigit()}
        choosing.choose(
            supporter_id=supporter,
            wanted=wanted,
            language=request.POST.get("language", ""),
            now=timezone.now(),
        )
    context = {
        "saved": saved,
        "token": token,
        "choice": choosing.choice_of(supporter),
        "languages": addresses("choose_updates", token),
    }
    return render(request, "public/choose_updates.html", context)
