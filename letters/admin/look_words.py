"""What the page before an act on many rows says of a letter: reference, office and its country. Its signer is not asked for."""

from django.utils.translation import get_language

from campaigns.models import Target
from kit.languages import country_name
from letters.models import FollowUp, Letter, PostalJob


def of_letter(letter: Letter) -> str:
    """`OC-7K2M-94QX: Embassy of Kazakhstan, Germany`; a body that stands in no country has none."""
    return f"{letter}: {_office(letter.target)}"


def of_postal_job(job: PostalJob) -> str:
    return f"{job}: {_office(job.letter.target)}"


def of_follow_up(follow_up: FollowUp) -> str:
    return f"{follow_up}: {_office(follow_up.target)}"


def _office(target: Target) -> str:
    if not target.host_country:
        return str(target)
    return f"{target}, {country_name(target.host_country, get_language() or 'en')}"
