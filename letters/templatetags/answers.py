"""What offices have answered, on the page of an appeal: copies that a second person has published, and nothing sealed."""

from typing import Any

from django import template

from appeals.models import Appeal
from letters.public_answers import published

register = template.Library()


@register.inclusion_tag("public/_answers.html")
def answers_to(appeal: Appeal) -> dict[str, Any]:
    """One query."""
    return {"answers": published([appeal])}
