from datetime import timedelta

from django.conf import settings

from campaigns.models import Target


def gap(target: Target) -> timedelta:
    """Time between two letters to this target, over all campaigns: its own pace, else OUTCRY_LETTERS_PER_HOUR."""
    return timedelta(hours=1) / (target.letters_per_hour or settings.OUTCRY_LETTERS_PER_HOUR)
