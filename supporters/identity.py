"""Who is the same supporter: one spelling of an address, one supporter; one mailbox, one mail budget.

Two spellings of one mailbox (kit/mailboxes.py) may both sign, since families share one, but they share the budget of
confirmation mails.
"""

from datetime import datetime

from kit.encryption import ring
from kit.mailboxes import mailbox_index, normal
from supporters.models import Supporter


def keep(*, email: str, language: str, now: datetime) -> Supporter:
    """Find the supporter with this address or make one; two requests at once end with one row."""
    address = normal(email)
    index = ring().index(address, purpose="supporter")
    # Insert, then read: the same two statements for a stranger and for somebody who is known.
    fresh = Supporter(
        email=address,
        email_index=index,
        mailbox_index=mailbox_index(address),
        language=language,
        created_at=now,
    )
    Supporter.objects.bulk_create([fresh], ignore_conflicts=True)
    return Supporter.objects.get(email_index=index)
