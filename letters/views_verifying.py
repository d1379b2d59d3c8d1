"""The public page on which whoever holds a letter asks whether it is ours. It changes nothing and sets no cookie.

An unknown reference and a wrong code get the same page, the same status and the same work: nobody learns here which
references there are. The form posts what was typed, so that it stands in no address and in no log.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appeals.views_frame import addresses, language
from kit import networks
from kit.languages import name_in
from letters import verifying

AN_HOUR = "3600"
MOST_TYPED = 60  # as the fields of the form take


@csrf_exempt  # nothing is changed for anybody, so a page of somebody else's gains nothing by posting here
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, "", 200)
    return _answer(request, request.POST.get("reference", ""), request.POST.get("code", ""))


@require_safe
@never_cache
def verified(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """What the code on a letter leads to (letters/verifying.py, `address_of`)."""
    return _answer(request, reference, code)


def _answer(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    now, network = timezone.now(), networks.index_of(request.META)
    if verifying.refuses(network=network, now=now):
        answer = _form(request, "too_many", 429)
        answer.headers["Retry-After"] = AN_HOUR
        return answer
    letter = verifying.look_up(reference=reference, code=code)
    if letter is None:
        verifying.note_wrong(network=network, now=now)
        return _form(request, "unknown", 404, reference=reference, code=code)
    context = {
        "letter": letter,
        "tongues": [name_in(text.language, language()) for text in letter.texts],
        "languages": addresses("verified", letter.reference, letter.code),
    }
    return render(request, "public/verified.html", context)


def _form(request: HttpRequest, wrong: str, status: int, **typed: str) -> HttpResponse:
    """`typed` is still there when it was wrong: eight places are soon mistyped."""
    shown = {name: words[:MOST_TYPED] for name, words in typed.items()}
    context = {"wrong": wrong, "languages": addresses("verify"), **shown}
    return render(request, "public/verify.html", context, status=status)
