"""One file with everything that is known of the chosen letters."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from letters.evidence import evidence
from letters.models import Letter

MOST = 500


def export(model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
    if rows.count() > MOST:
        said = _("At most %(most)d letters in one file: choose fewer.") % {"most": MOST}
        model_admin.message_user(request, said, level="error")
        return None
    letters = list(
        Letter.objects.filter(pk__in=rows.values("pk"))
        .select_related("appeal", "target", "message")
        .defer("message__values")
        .order_by("pk")
    )
    for letter in letters:
        model_admin.log_change(request, letter, _("Evidence exported"))
    content = json.dumps(evidence(letters, now=timezone.now()), ensure_ascii=False, indent=2)
    name = letters[0].reference if len(letters) == 1 else f"{len(letters)}-letters"
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{name}.json"',
            "Cache-Control": "no-store",
        },
    )
