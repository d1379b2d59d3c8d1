"""Pictures of appeals. A picture is shown while an appeal that is not a draft shows it, and to those who may read drafts."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_safe

from appeals.models import Appeal
from appeals.picturing import FOLDER

A_YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    kept = f"{FOLDER}/{name}.jpg"
    showing = Appeal.objects.filter(picture=kept)
    is_public = showing.exclude(state=Appeal.State.DRAFT).exists()
    if not is_public and not (showing.exists() and request.user.has_perm("campaigns.view_unpublished")):
        raise Http404
    with default_storage.open(kept) as file:
        answer = HttpResponse(file.read(), content_type="image/jpeg")
    if is_public:  # the name says the content
        patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    else:
        add_never_cache_headers(answer)
    return answer
