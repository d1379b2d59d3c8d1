"""Ask by mail for the link to what we hold. Every address gets a mail, known or not: the page tells a stranger nothing, and
whoever reads the mailbox is told the truth, also that there is nothing.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from appeals import limiting
from kit.encryption import ring
from kit.mailboxes import folded, mailbox_index, normal
from kit.refusals import Refused
from outbox import queueing
from rights.links import GOOD_FOR
from supporters.models import Supporter

KIND = "your_data"
PER_NETWORK = 30
NETWORK_WINDOW = timedelta(hours=1)
PER_MAILBOX = 3
MAILBOX_WINDOW = timedelta(days=1)


def ask(*, email: str, network: str, language: str, now: datetime) -> None:
    """Queue one mail. Refused when too many were asked for from `network`; a mailbox that had its mails gets no more today.

    The same statements whoever it is about.
    """
    of_network = limiting.Share(f"your data network {network}", PER_NETWORK, NETWORK_WINDOW)
    of_mailbox = limiting.Share(f"your data mailbox {folded(email)}", PER_MAILBOX, MAILBOX_WINDOW)
    spent = limiting.use([of_network, of_mailbox], now)
    if of_network in spent:
        raise Refused(_("Many people of your network have asked. Please press the button again in an hour."))
    address = normal(email)
    index = ring().index(address, purpose="supporter")
    known = Supporter.objects.filter(email_index=index).values_list("pk", flat=True).first()
    if of_mailbox in spent:
        return
    row = queueing.Row(
        key=f"{KIND}:{mailbox_index(address)[:32]}:{now:%Y-%m-%dT%H:%M}",
        to=address,
        values={"supporter": known or 0, "language": language},
        expires_at=now + GOOD_FOR,
    )
    queueing.enqueue_many(kind=KIND, rows=[row], now=now)
