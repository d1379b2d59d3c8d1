"""Tell every page whether this is the demonstration, so that its banner can be shown."""

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    return {"is_demonstration": settings.OUTCRY_DEMO}
