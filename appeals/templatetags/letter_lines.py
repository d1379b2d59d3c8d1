"""`{% envelope_lines letter.recipient as lines %}`: the address on the page in the order it has on the envelope."""

from collections.abc import Mapping
from typing import Any

from django import template

from kit.addresses import address_lines

register = template.Library()


@register.simple_tag
def envelope_lines(recipient: Mapping[str, Any]) -> list[str]:
    return address_lines(recipient)
