"""What stands on the first page of the desk above everything that can be changed there."""

from typing import Any

from django import template

from appeals import waiting

register = template.Library()


@register.inclusion_tag("admin/appeals/waiting.html")
def waiting_for(user: Any) -> dict[str, Any]:
    return {"waiting": waiting.for_person(user)}
