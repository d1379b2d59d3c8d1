"""Whether the settings of the general pace can be kept."""

from django.core.exceptions import ImproperlyConfigured

from kit.refusals import Refused
from letters.rhythm import hours_of


def refuse_pace(per_hour: int, per_day: int, hours: str, jitter: int) -> None:
    try:
        hours_of(hours)
    except Refused:
        raise ImproperlyConfigured(
            f"OUTCRY_OFFICE_HOURS must be like 9-17 or 8:30-12:00, or always, but it is {hours!r}."
        ) from None
    if per_hour < 1 or per_day < 0:
        raise ImproperlyConfigured(
            "OUTCRY_LETTERS_PER_HOUR must be 1 or more, and OUTCRY_LETTERS_PER_DAY 0 or more."
        )
    if not 0 <= jitter <= 100:
        raise ImproperlyConfigured(f"OUTCRY_JITTER_PERCENT must be from 0 to 100, but it is {jitter}.")
