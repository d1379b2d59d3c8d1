"""What we hold about you: asked for by mail, shown behind the link in it. A GET shows, a POST acts; kept by no cache.

It stands above all rooms, because every room holds something (docs/adr/0015).
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appeals import correcting
from appeals.guarded_form import form_token
from appeals.views_frame import addresses, language
from kit import networks
from kit.refusals import Refused
from mailings import unsubscribing
from rights import asking, erasing, links, showing
from rights.forms import AskForm, CorrectForm
from rights.models import Receipt
from supporters.models import Consent, Supporter


@csrf_exempt  # the form carries its own signed token and acts for nobody who is logged in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    if form.is_bound and form.is_valid():
        try:
            asking.ask(
                email=form.cleaned_data["email"],
                network=networks.index_of(request.META),
                language=language(),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("your_data_asked")
    context = {"form": form, "form_token": form_token(), "languages": addresses("ask_for_your_data")}
    return render(request, "public/ask_for_your_data.html", context, status=422 if form.is_bound else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same page for everybody, whether we know them or not."""
    return render(request, "public/your_data_asked.html", {"languages": addresses("your_data_asked")})


@require_safe
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    found = Receipt.objects.filter(number=number).first()
    if found is None:
        return render(request, "public/link_unknown.html", status=404)
    counts = {
        "signatures": found.removed.get("appeals.Signature", 0),
        "letters": found.removed.get("letters.Letter", 0),
        "mails": found.removed.get("outbox.Message", 0),
    }
    counts["others"] = sum(found.removed.values()) - sum(counts.values())
    context = {"receipt": found, "counts": counts, "languages": addresses("receipt", number)}
    return render(request, "public/receipt.html", context)


def _private(view: Any) -> Any:
    @wraps(view)
    @never_cache
    def found(request: HttpRequest, token: str) -> HttpResponse:
        number = links.supporter_behind(token, now=timezone.now())
        supporter = Supporter.objects.filter(pk=number).first() if number else None
        if supporter is None:
            return render(request, "public/your_data_over.html", status=404)
        return view(request, supporter, token)

    return found


def _act(view: Any) -> Any:
    # The token in the address is the secret: a page of somebody else's does not know it.
    return csrf_exempt(require_POST(_private(view)))


@require_safe
@_private
def your_data(request: HttpRequest, supporter: Supporter, token: str) -> HttpResponse:
    return _page(request, supporter, token)


@require_safe
@_private
def download(request: HttpRequest, supporter: Supporter, token: str) -> HttpResponse:
    answer = JsonResponse(
        showing.file_of(supporter, now=timezone.now()), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="outcry-my-data.json"'
    return answer


@_act
def correct(request: HttpRequest, supporter: Supporter, token: str) -> HttpResponse:
    form = CorrectForm(request.POST, initial=_standing(supporter))
    if not form.is_valid():
        return _page(request, supporter, token, form=form, status=422)
    correcting.correct(
        supporter_id=supporter.pk,
        changes=form.changes(),
        mails_in=form.cleaned_data["mails_in"],
        shown_in=language(),
        now=timezone.now(),
    )
    return redirect("your_data", token=token)


@_act
def stop(request: HttpRequest, supporter: Supporter, token: str) -> HttpResponse:
    """End what was agreed to: `purpose` is one of Consent.Purpose."""
    now = timezone.now()
    if request.POST.get("purpose") == Consent.Purpose.REPLY:
        correcting.end_direct_answers(supporter_id=supporter.pk, now=now)
    else:
        unsubscribing.stop_updates(supporter_id=supporter.pk, now=now)
    return redirect("your_data", token=token)


@_act
def erase(request: HttpRequest, supporter: Supporter, token: str) -> HttpResponse:
    if request.POST.get("sure") != "on":
        return _page(request, supporter, token, is_unsure=True, status=422)
    try:
        receipt = erasing.erase(supporter_id=supporter.pk, now=timezone.now())
    except Refused:  # the button pressed twice: the other request has its receipt
        return render(request, "public/your_data_over.html", status=404)
    return redirect("receipt", number=receipt.number)


def _standing(supporter: Supporter) -> dict[str, str]:
    """What the form shows as it is: the newest signature, if there is one."""
    newest = supporter.signatures.exclude(link_hash="").order_by("-created_at", "-pk").first()
    there = {"name": newest.name, "country": newest.country, "display": newest.display} if newest else {}
    return {"mails_in": supporter.language, **there}


def _page(
    request: HttpRequest,
    supporter: Supporter,
    token: str,
    *,
    form: CorrectForm | None = None,
    is_unsure: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "held": showing.held(supporter, language=language()),
        "form": form or CorrectForm(initial=_standing(supporter)),
        "token": token,
        "is_unsure": is_unsure,
        "languages": addresses("your_data", token),
    }
    return render(request, "public/your_data.html", context, status=status)
