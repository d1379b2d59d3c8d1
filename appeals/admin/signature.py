from django.contrib import admin

from appeals.models import Signature
from outbox.admin.readonly import ReadOnlyAdmin


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """No names in the list: a screen is read by who passes behind it. The letter shows on its own page."""

    list_display = ["__str__", "appeal", "state", "country", "language", "created_at", "confirmed_at"]
    list_filter = ["state", "appeal", "country"]
    list_select_related = ["appeal"]
    search_fields = ["reference"]
    date_hierarchy = "created_at"
    fields = readonly_fields = [
        "appeal", "state", "method", "source", "name", "town", "country", "language", "may_reply", "wants_updates", "created_at",
        "confirmed_at", "cooling_until", "withdrawn_at", "reference", "target", "letter_language", "agreed_digest",
    ]  # fmt: skip
