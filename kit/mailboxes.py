"""Which spellings of a mail address are one address, and which reach one mailbox (docs/signing.md, "One mailbox").

`normal` is the address as we keep and mail it; `folded` stands for the mailbox behind it. Budgets of mail and the list
of addresses never mailed count mailboxes; whether two people signed is asked of addresses, because families share a box.
"""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from kit.encryption import ring

# Providers that document that dots in the name are ignored, with the domain they answer to.
DOTS_IGNORED = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
PURPOSE = "mailbox"


def normal(email: str) -> str:
    """Return the address in NFC with an IDNA domain in lower case, or raise ValidationError (RFC 5321, 6531)."""
    try:
        found = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_("This is not a mail address: please check it."), code="email") from error
    return found.normalized.lower()


def folded(address: str) -> str:
    """The mailbox: lower case, NFC, the domain in Unicode, no plus tag (RFC 5233), and no dots where they are ignored.

    Takes any text and never raises: what the outbox is handed need not be an address that we would accept.
    """
    plain = _spelled(address)
    local, at, domain = plain.rpartition("@")
    if not at:
        return plain
    domain = _unicode(domain)
    local = local.split("+", 1)[0] or local
    if domain in DOTS_IGNORED:
        local, domain = local.replace(".", ""), DOTS_IGNORED[domain]
    return f"{local}@{domain}"


def mailbox_index(address: str) -> str:
    """What stands for the mailbox in the database: equal boxes, equal digits; useless without the key ring."""
    return ring().index(folded(address), purpose=PURPOSE)


def _spelled(address: str) -> str:
    # Lower case first: İ and others fall apart into two characters, which NFC puts together again.
    return unicodedata.normalize("NFC", address.strip().lower())


def _unicode(domain: str) -> str:
    if domain.isascii() and "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain, uts46=True)
    except idna.IDNAError:
        return domain
