"""Fields in which another row is chosen, and neither added, changed nor deleted."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


def chosen_only(field: Any) -> Any:
    """Take the doors to the other row's page from the widget, if it has any."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = field.widget.can_change_related = False
        field.widget.can_view_related = field.widget.can_delete_related = False
    return field
