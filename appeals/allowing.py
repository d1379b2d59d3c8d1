"""The budget of mail for one mailbox: nobody can be flooded through our form, whatever is typed into it.

At most one mail a mailbox, appeal and day, three a mailbox and day; confirmations and reminders share it.
Two requests at the same moment may both be told yes; the key of the message lets one of them through.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from appeals.models import MailAllowance, Signature

MAILS_PER_MAILBOX_AND_DAY = 3


def allow(signatures: Collection[Signature], *, now: datetime) -> list[Signature]:
    """Return those whose mailbox may get a mail today, and take that from its budget. Two statements, however many.

    The signatures' supporters must be loaded.
    """
    owners = [(one, one.supporter.mailbox_index) for one in signatures if one.supporter]
    taken: dict[str, set[int]] = defaultdict(set)
    today = MailAllowance.objects.filter(day=now.date(), mailbox_index__in={index for _one, index in owners})
    for index, appeal in today.values_list("mailbox_index", "appeal_id"):
        taken[index].add(appeal)
    allowed = []
    for one, index in owners:
        if one.appeal_id not in taken[index] and len(taken[index]) < MAILS_PER_MAILBOX_AND_DAY:
            taken[index].add(one.appeal_id)
            allowed.append(one)
    MailAllowance.objects.bulk_create(
        [
            MailAllowance(mailbox_index=one.supporter.mailbox_index, day=now.date(), appeal_id=one.appeal_id)
            for one in allowed
            if one.supporter
        ],
        ignore_conflicts=True,
    )
    return allowed
