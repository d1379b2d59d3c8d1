"""Ask, give and withdraw consent, with the wording that was shown kept in the row."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from supporters.models import Consent, Supporter

VERSION = "2026-11"


def wording(purpose: str, language: str) -> str:
    """The sentence beside the box, in `language`. Change it only together with VERSION."""
    with translation.override(language):
        return {
            Consent.Purpose.REPLY: _("The office I write to may see my mail address and answer me directly."),
            Consent.Purpose.UPDATES: _(
                "Tell me by mail what happens in this case. I can stop this at any time."
            ),
        }[Consent.Purpose(purpose)]


def ask(*, supporter: Supporter, purposes: Iterable[str], language: str, now: datetime) -> None:
    """Note what was ticked. It counts for nothing until `give`: anyone can type somebody's address."""
    Consent.objects.bulk_create(
        [
            Consent(
                supporter=supporter,
                purpose=purpose,
                wording=wording(purpose, language),
                wording_version=VERSION,
                language=language,
                asked_at=now,
            )
            for purpose in purposes
        ],
        ignore_conflicts=True,
    )


def give(*, supporter: Supporter, purposes: Iterable[str], now: datetime) -> None:
    waiting = supporter.consents.filter(purpose__in=list(purposes), given_at=None, withdrawn_at=None)
    waiting.update(given_at=now)


def live(purpose: str) -> QuerySet[Consent]:
    """Consents that were given and not withdrawn."""
    return Consent.objects.filter(purpose=purpose, given_at__isnull=False, withdrawn_at=None)


def withdraw(*, supporter: Supporter, purpose: str, now: datetime) -> None:
    supporter.consents.filter(purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)
