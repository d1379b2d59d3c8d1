"""Whether the inbox behind a contact refuses or bounces our mail."""

from collections.abc import Collection

from campaigns.models import Contact
from campaigns.states import Health
from letters.models import InboxTrouble

FAILING = "Mail to this office comes back or is refused."
DEAD = "The mailbox of this office does not exist any more."
TROUBLES: dict[str, str] = {
    InboxTrouble.Reason.BOUNCES: "Letters to this office's mailbox come back.",
    InboxTrouble.Reason.BLOCKS_BY_POLICY: "This office's mailbox refuses our letters by a rule of its own.",
}


def blocked_inboxes(contacts: Collection[int]) -> dict[int, str]:
    """Return {contact id: reason} for those whose inbox takes no mail of ours. Two queries.

    What bounces and refusals say of a contact is its health, and why is its trouble (letters/inboxes.py).
    """
    doubted = {Health.FAILING: FAILING, Health.DEAD: DEAD}
    rows = Contact.objects.filter(pk__in=contacts, channel=Contact.Channel.EMAIL, health__in=list(doubted))
    found = {pk: doubted[Health(health)] for pk, health in rows.values_list("pk", "health")}
    known = InboxTrouble.objects.current().filter(contact__in=found)
    return found | {contact: TROUBLES[reason] for contact, reason in known.values_list("contact", "reason")}
