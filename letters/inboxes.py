"""What follows from bad news about an office's mailbox: its letters are said to have come back, its address to fail.

One bounce stops nothing. When the table below says so, the address counts as failing, which parks every letter to it
(letters/leaving.py), and the desk has it on the list of addresses to check. `InboxTrouble.objects.current()`
tells whoever wants to reach the office in another way: `bounces`, or `blocks_by_policy`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from appeals.models import Tally
from campaigns.models import Contact
from campaigns.states import Health
from campaigns.verifying import doubt_contacts
from kit.mailboxes import mailbox_index
from letters.models import InboxTrouble, Letter
from letters.states import State
from outbox.models import Message, Notice

MOST_AT_ONCE = 500
# Of a letter that went alone, of the email in which many went together, or of a letter that was sent once more.
ITS_CONTACT = Coalesce(
    "message__letter__contact", "message__collective__contact", "message__follow_up__letter__contact"
)


@dataclass(frozen=True)
class Rule:
    """Doubt the address after so many different letters, on so many different days, within `within`."""

    kind: str
    letters: int
    days: int
    within: timedelta
    reason: str


RULES = (
    Rule("hard", 2, 1, timedelta(days=14), InboxTrouble.Reason.BOUNCES),
    Rule("complaint", 1, 1, timedelta(days=30), InboxTrouble.Reason.BLOCKS_BY_POLICY),
    Rule("policy", 3, 1, timedelta(days=7), InboxTrouble.Reason.BLOCKS_BY_POLICY),
    Rule("soft", 5, 3, timedelta(days=14), InboxTrouble.Reason.BOUNCES),
)


class Told(NamedTuple):
    message: int
    at: datetime
    enhanced: str
    said: str


@transaction.atomic
def heed(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Look at new notices about letters; return how many addresses are newly in doubt. A constant number of statements."""
    # Their acceptance is counted first, then taken back (letters/counting.py).
    alone = {"message__state": Message.State.SENT, "message__letter__state": State.ENQUEUED}
    collected = Letter.objects.filter(collective__message=OuterRef("message"), state=State.COLLECTED)
    fresh = list(
        Notice.objects.unheeded()
        .to_offices()
        .exclude(**alone)
        .exclude(Exists(collected), message__state=Message.State.SENT)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .values_list("pk", ITS_CONTACT)[:most]
    )
    if not fresh:
        return 0
    numbers = [pk for pk, _contact in fresh]
    _take_back(numbers, now)
    doubted = _doubt({contact for _pk, contact in fresh if contact}, now)
    Notice.objects.filter(pk__in=numbers).update(heeded_at=now)
    return doubted


def _take_back(notices: list[int], now: datetime) -> None:
    """A letter that came back is accepted by nobody: it leaves the honest count. Counted by the update that marks it."""
    back = Notice.objects.bad().filter(pk__in=notices).exclude(kind=Notice.Kind.COMPLAINT)
    messages = back.values("message")
    letters: dict[int, list[int]] = defaultdict(list)
    found = Letter.objects.filter(Q(message__in=messages) | Q(collective__message__in=messages))
    for letter, appeal in found.values_list("pk", "appeal"):
        letters[appeal].append(letter)
    for appeal, mine in letters.items():
        accepted = Letter.objects.filter(pk__in=mine, state=State.ACCEPTED, came_back_at=None)
        counted = accepted.update(came_back_at=now)
        Tally.objects.filter(appeal=appeal).update(accepted=F("accepted") - counted)


def _doubt(contacts: set[int], now: datetime) -> int:
    boxes = {
        pk: mailbox_index(email)
        for pk, email in Contact.objects.filter(pk__in=contacts).values_list("pk", "email")
    }
    troubles = InboxTrouble.objects.filter(contact__in=boxes).order_by()
    last = dict(troubles.values_list("contact").annotate(last=Max("since")))
    told: dict[tuple[int, str], list[Told]] = defaultdict(list)
    rows = (
        Notice.objects.bad()
        .to_offices()
        .filter(
            message__recipient_index__in=set(boxes.values()), at__gt=now - max(rule.within for rule in RULES)
        )
    )
    for contact, box, kind, noted_at, *rest in rows.values_list(
        ITS_CONTACT,
        "message__recipient_index",
        "kind",
        "noted_at",
        *("message", "at", "enhanced", "said"),
    ):
        # What the address before a correction did says nothing of this one.
        is_its_own = box == boxes.get(contact)
        if is_its_own and (contact not in last or noted_at > last[contact]):
            told[contact, kind].append(Told(*rest))
    found = [trouble for contact in boxes if (trouble := _judge(contact, told, now))]
    InboxTrouble.objects.bulk_create(found, ignore_conflicts=True)
    in_doubt = Contact.objects.filter(pk__in=[one.contact_id for one in found], health=Health.WORKING)
    doubt_contacts(contacts=in_doubt, health=Health.FAILING)
    return len(found)


def _judge(contact: int, told: dict[tuple[int, str], list[Told]], now: datetime) -> InboxTrouble | None:
    for rule in RULES:
        recent = [one for one in told[contact, rule.kind] if one.at > now - rule.within]
        letters = {one.message for one in recent}
        days = {one.at.date() for one in recent}
        if len(letters) >= rule.letters and len(days) >= rule.days:
            newest = max(recent, key=lambda one: (one.at, one.message))
            return InboxTrouble(
                contact_id=contact,
                reason=rule.reason,
                letters=len(letters),
                enhanced=newest.enhanced,
                said=newest.said,
                since=now,
            )
    return None
