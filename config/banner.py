"""Tell every page what stands on all of them: whether this is the demonstration, and who publishes it."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    contact = settings.OUTCRY_CONTACT
    return {
        "is_demonstration": settings.OUTCRY_DEMO,
        "publisher": settings.OUTCRY_FROM_NAME,
        "contact": contact,
        "contact_link": f"mailto:{contact}" if "@" in contact and "/" not in contact else contact,
    }
