"""Whether the inbox behind a contact refuses or bounces our mail."""

from collections.abc import Collection

from campaigns.models import Contact
from campaigns.states import Health

REASONS: dict[str, str] = {
    Health.FAILING: "Mail to this office comes back or is refused.",
    Health.DEAD: "The mailbox of this office does not exist any more.",
}


def blocked_inboxes(contacts: Collection[int]) -> dict[int, str]:
    """Return {contact id: reason} for those whose inbox takes no mail of ours. One query.

    What bounces and refusals say of a contact is its health (campaigns/verifying.py); nothing else is asked here.
    """
    rows = Contact.objects.filter(pk__in=contacts, channel=Contact.Channel.EMAIL, health__in=list(REASONS))
    return {pk: REASONS[health] for pk, health in rows.values_list("pk", "health")}
