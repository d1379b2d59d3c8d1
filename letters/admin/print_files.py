"""Handing out the files of a print batch: to those who may print, kept by nobody on the way, and noted who took them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from letters import print_files


def urls(model_admin: Any) -> list[URLPattern]:
    def file_view(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        batch = model_admin.found(request, pk)
        file = get_object_or_404(batch.files, kind=kind, made_at__isnull=False)
        place = print_files.place(file.name)
        if not place.is_file():
            messages.error(request, "The file is not on this machine any more. Make the files again.")
            return redirect("admin:letters_printbatch_change", pk)
        said = f"Downloaded the {file.get_kind_display()}."
        LogEntry.objects.log_actions(request.user.pk, [batch], CHANGE, said, single_object=True)
        headers = {"Cache-Control": "no-store"}
        return FileResponse(
            place.open("rb"),
            as_attachment=True,
            filename=file.name,
            content_type="application/pdf",
            headers=headers,
        )

    wrap = model_admin.admin_site.admin_view
    return [path("<int:pk>/file/<slug:kind>/", wrap(file_view), name="letters_printbatch_file")]
