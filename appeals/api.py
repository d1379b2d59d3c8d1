"""The read API: public facts and counts, for anybody's programs. No key, no cookie, only GET, the same for everybody.

Nothing about who signed, and no count by country: a small one would tell who.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError

from appeals import telling, telling_offices
from appeals.models import Appeal
from appeals.telling import AppealInFull, AppealPage, CaseInFull, CasePage, Problem
from appeals.telling_offices import OfficePage, OfficeTold
from campaigns import directory, safety
from campaigns.models import Case, Target
from kit.languages import LETTER_LANGUAGES

ANSWER_SECONDS = 60
MOST_A_PAGE = 100
LANGUAGE = Query(
    "en",
    pattern=f"^({'|'.join(LETTER_LANGUAGES)})$",
    description="Language of texts where there is one; each text says its own.",
)
PAGE = Query(1, ge=1, le=10_000)
PER_PAGE = Query(20, ge=1, le=MOST_A_PAGE)
COUNTRY = Query("", pattern="^([A-Z]{2})?$", description="ISO 3166-1 code; empty for every one")
PROBLEMS: dict[int, Any] = {404: Problem, 422: Problem}
JSON = "application/json; charset=utf-8"
# What other sites' scripts may do (Fetch, "CORS protocol"): read, without cookies.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": f"public, max-age={ANSWER_SECONDS}",
}


class _API(NinjaAPI):
    def create_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(*args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


api = _API(
    title="Outcry",
    version="1",
    description="Public facts and counts of appeals, cases and offices. Free to read, cached for a minute.",
    urls_namespace="api",
    docs_url=None,  # ninja's page loads scripts from another site; ours is below
    openapi_url=None,
)


def kept(view: Callable) -> Callable:
    """Kept for a minute in the cache, and answered with 304 to those who have it."""
    return decorate_view(cache_page(ANSWER_SECONDS), conditional_page)(_in_language(view))


def _in_language(view: Callable) -> Callable:
    @functools.wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with translation.override(kwargs["language"]):
            return view(request, *args, **kwargs)

    return spoken


@api.get("/appeals", response={200: AppealPage, **PROBLEMS}, summary="Open appeals, newest first")
@kept
def appeals(
    request: HttpRequest, language: str = LANGUAGE, page: int = PAGE, per_page: int = PER_PAGE
) -> Any:
    opened = Appeal.objects.open(timezone.now()).order_by("-opened_at", "-pk")
    items = telling.appeals(opened, language=language, part=_part(page, per_page))
    return telling.page(AppealPage, items, total=opened.count(), page=page, per_page=per_page)


@api.get("/appeals/{slug}", response={200: AppealInFull, **PROBLEMS}, summary="One appeal, open or past")
@kept
def appeal(request: HttpRequest, slug: str, language: str = LANGUAGE) -> Any:
    return telling.appeal(slug, language=language) or _not_there()


@api.get("/cases", response={200: CasePage, **PROBLEMS}, summary="Published cases, by title")
@kept
def cases(request: HttpRequest, language: str = LANGUAGE, page: int = PAGE, per_page: int = PER_PAGE) -> Any:
    shown = safety.shown(Case.objects.all()).order_by("title", "pk")
    items = telling.cases(shown[_part(page, per_page)], language=language)
    return telling.page(CasePage, items, total=shown.count(), page=page, per_page=per_page)


@api.get(
    "/cases/{slug}", response={200: CaseInFull, **PROBLEMS}, summary="One case with its claims and sources"
)
@kept
def case(request: HttpRequest, slug: str, language: str = LANGUAGE) -> Any:
    return telling.case(slug, language=language) or _not_there()


@api.get("/offices", response={200: OfficePage, **PROBLEMS}, summary="Offices that letters go to, by name")
@kept
def offices(
    request: HttpRequest,
    represents: str = COUNTRY,
    host_country: str = COUNTRY,
    language: str = LANGUAGE,
    page: int = PAGE,
    per_page: int = PER_PAGE,
) -> Any:
    wanted = {"represents": represents, "host_country": host_country}
    found = Target.objects.filter(**{name: code for name, code in wanted.items() if code}).order_by(
        "name", "pk"
    )
    shown = directory.in_full(found[_part(page, per_page)], now=timezone.now())
    items = telling_offices.offices(shown, language=language)
    return telling.page(OfficePage, items, total=found.count(), page=page, per_page=per_page)


@api.get("/offices/{key}", response={200: OfficeTold, **PROBLEMS}, summary="One office with its addresses")
@kept
def office(request: HttpRequest, key: str, language: str = LANGUAGE) -> Any:
    return telling_offices.office(key, language=language, now=timezone.now()) or _not_there()


def _part(page: int, per_page: int) -> slice:
    return slice((page - 1) * per_page, page * per_page)


def _not_there() -> Any:
    raise Http404


@api.exception_handler(Http404)
def not_there(request: HttpRequest, _error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": "There is nothing public under this address."}, status=404)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return api.create_response(request, {"detail": said}, status=422)


def schema() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix="/api/v1/")


@conditional_page
@cache_page(ANSWER_SECONDS)
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema(), headers=HEADERS, content_type=JSON)


@conditional_page
@cache_page(ANSWER_SECONDS)
def handbook(request: HttpRequest) -> HttpResponse:
    """What the schema says, as a page for people: no script, nothing from another site."""
    with translation.override("en"):
        context = {"schema": schema(), "base": settings.OUTCRY_URL, "shapes": _shapes(), "calls": _calls()}
        return render(request, "public/api.html", context)


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    return _problem("There is nothing public under this address.", status=404)


def not_allowed() -> HttpResponse:
    return _problem("This address can only be read: ask with GET.", status=405, Allow="GET, HEAD")


def _problem(said: str, *, status: int, **headers: str) -> HttpResponse:
    return JsonResponse({"detail": said}, status=status, headers={**HEADERS, **headers}, content_type=JSON)


def _calls() -> list[dict[str, Any]]:
    return [
        {
            "path": path,
            "summary": calls["get"]["summary"],
            "parameters": calls["get"]["parameters"],
            "answer": calls["get"]["responses"][200]["content"]["application/json"]["schema"]["$ref"].rsplit(
                "/", 1
            )[-1],
        }
        for path, calls in schema()["paths"].items()
    ]


def _shapes() -> list[tuple[str, list[tuple[str, str, str]]]]:
    found = schema()["components"]["schemas"]
    return [
        (
            name,
            [
                (field, _kind(about), about.get("description", ""))
                for field, about in shape["properties"].items()
            ],
        )
        for name, shape in found.items()
    ]


def _kind(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(_kind(one) for one in about["anyOf"])
    if "$ref" in about:
        return str(about["$ref"].rsplit("/", 1)[-1])
    if about.get("type") == "array":
        return f"list of {_kind(about['items'])}"
    return str(about.get("format") or about.get("type", "anything"))
