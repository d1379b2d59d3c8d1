"""Who is the same supporter: one spelling, one supporter; one mailbox, one mail budget.

`normal` is the address as we keep and mail it; `mailbox` folds the spellings that reach the same
box: upper case, plus tags, and dots where the provider is known to ignore them. Two spellings of
one mailbox may both sign (families share one), but they share the budget of confirmation mails.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from kit.encryption import ring
from supporters.models import Supporter

# Providers that document that dots in the name are ignored, with the domain they answer to.
DOTS_IGNORED = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def normal(email: str) -> str:
    """Return the address in NFC with an IDNA domain in lower case, or raise ValidationError (RFC 5321, 6531)."""
    try:
        found = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_("This is not a mail address: please check it."), code="email") from error
    return found.normalized.lower()


def mailbox(email: str) -> str:
    local, domain = normal(email).rsplit("@", 1)
    local = local.split("+", 1)[0]
    if domain in DOTS_IGNORED:
        local, domain = local.replace(".", ""), DOTS_IGNORED[domain]
    return f"{local}@{domain}"


def keep(*, email: str, language: str, now: datetime) -> Supporter:
    """Find the supporter with this address or make one; two requests at once end with one row."""
    address = normal(email)
    index = ring().index(address, purpose="supporter")
    # Insert, then read: the same two statements for a stranger and for somebody who is known.
    fresh = Supporter(
        email=address,
        email_index=index,
        mailbox_index=ring().index(mailbox(address), purpose="mailbox"),
        language=language,
        created_at=now,
    )
    Supporter.objects.bulk_create([fresh], ignore_conflicts=True)
    return Supporter.objects.get(email_index=index)
