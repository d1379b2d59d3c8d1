"""The button on a case's ledger that hands out its dossier."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from campaigns.models import Case
from letters.dossier import make_dossier
from letters.pressing import PressMissing, PressRefused


def dossier_view(request: HttpRequest, pk: int) -> HttpResponse:
    """`?confidential=1` takes a right of its own, and the case's history keeps who took it and when."""
    confidential = request.GET.get("confidential") == "1"
    rights = ["campaigns.view_case", "campaigns.view_unpublished"]
    if not request.user.has_perms([*rights, *(["campaigns.export_held_back"] if confidential else [])]):
        raise PermissionDenied
    case = get_object_or_404(Case.objects.select_related("campaign"), pk=pk)
    try:
        made = make_dossier(case=case, confidential=confidential, by=request.user, now=timezone.now())
    except (PressRefused, PressMissing) as error:
        messages.error(request, f"The dossier cannot be made: {error}.")
        return redirect("admin:campaigns_case_ledger", pk)
    if confidential:
        said = "Exported the confidential dossier."
        LogEntry.objects.log_actions(request.user.pk, [case], CHANGE, said, single_object=True)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.filename}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(made.pdf, content_type="application/pdf", headers=headers)
