import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """As JSON, for an attribute that a script reads; Django escapes it like any other text."""
    return json.dumps(value)
