"""What is known of an office and its addresses, in words of the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Contact
from campaigns.states import Health, TargetStatus

_STATUS = {
    TargetStatus.OPEN: gettext_lazy("Open"),
    TargetStatus.SUSPENDED: gettext_lazy("Suspended: closed for a time"),
    TargetStatus.CLOSED: gettext_lazy("Closed for good"),
    TargetStatus.UNKNOWN: gettext_lazy("Nobody has checked whether it is open"),
}
DAYS_IN_A_MONTH = 365.25 / 12


def office_status_words(status: str) -> str:
    return str(_STATUS[TargetStatus(status)])


def health_words(contact: Contact, now: datetime) -> str:
    """`verified 3 months ago`, `never verified`, `dead: not to be used`; what a demonstration verified says so."""
    if contact.health == Health.DEAD:
        return _("dead: not to be used any more")
    if contact.health == Health.FAILING:
        return _("failing: what was sent there came back")
    if contact.verified_on is None:
        return _("never verified")
    if contact.for_demonstration:
        return _("counts as verified in this demonstration only")
    return _age((timezone.localdate(now) - contact.verified_on).days)


def _age(days: int) -> str:
    """In days below two months, then in months."""
    if days <= 0:
        return _("verified today")
    if days < 61:
        return ngettext("verified %(count)d day ago", "verified %(count)d days ago", days) % {"count": days}
    months = int(days / DAYS_IN_A_MONTH)
    return ngettext("verified %(count)d month ago", "verified %(count)d months ago", months) % {
        "count": months
    }
