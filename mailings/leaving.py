"""Promise 1 for mailings: asked for each message just before it leaves, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from appeals.models import Signature
from campaigns.pausing import campaign_ref, paused_because
from mailings import wording
from mailings.models import LeftTopic, Mailing, MailingText
from mailings.post import supporter_of
from mailings.states import State
from mailings.truth import may_not_tell
from outbox.kinds import Hold
from outbox.models import Message
from supporters import consent
from supporters.models import Consent

NO_CONSENT = "The supporter does not want updates any more."
GONE = "The mailing is gone."
CHANGED = "The text or the news is not what was approved."
LEFT_TOPIC = "The supporter wants no more news of this case."
SIGNED = "The supporter has signed meanwhile, or the appeal takes no signatures any more."
# Held with one of these, nobody has to look into it: it is cancelled (releasing.drop_unwanted).
FOR_GOOD = (NO_CONSENT, GONE, LEFT_TOPIC, SIGNED)


def mailing_ref(mailing: int | str) -> str:
    return f"mailing:{mailing}"


def mailing_paused(reason: str) -> str:
    return f"The mailing is paused: {reason}"


def cancelled_because(reason: str) -> str:
    return f"The mailing was cancelled: {reason}"


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Return {message.pk: reason} for those that must not leave; of a paused campaign or
    mailing with what releases it. Five queries, and one where there are reminders."""
    wanted = {message.pk: message.values for message in messages}
    people = {message.pk: supporter_of(message) for message in messages}
    mailings = Mailing.objects.select_related("case__campaign", "because__beneficiary", "appeal").in_bulk(
        {values["mailing"] for values in wanted.values()}
    )
    stopped = _stopped(mailings)
    left = set(LeftTopic.objects.filter(supporter__in=people.values()).values_list("supporter_id", "case_id"))
    signed = _signed(mailings, people.values(), now)
    agreed = set(
        consent.live(Consent.Purpose.UPDATES)
        .filter(supporter__in=people.values())
        .values_list("supporter_id", flat=True)
    )
    found: dict[int, str | Hold] = {}
    for pk, values in wanted.items():
        if people[pk] not in agreed:
            found[pk] = NO_CONSENT
        elif values["mailing"] not in mailings:
            found[pk] = GONE
        elif values["mailing"] in stopped:
            found[pk] = stopped[values["mailing"]]
        elif (people[pk], mailings[values["mailing"]].case_id) in left:
            found[pk] = LEFT_TOPIC
        elif {(None, values["mailing"]), (people[pk], values["mailing"])} & signed:
            found[pk] = SIGNED
        elif (campaign := mailings[values["mailing"]].case.campaign).paused_at:
            found[pk] = Hold(paused_because(campaign), campaign_ref(campaign.pk))
    return found


def _signed(
    mailings: Mapping[int, Mailing], people: Iterable[int], now: datetime
) -> set[tuple[int | None, int]]:
    """(supporter, reminder) of those who signed since, (None, reminder) where nobody can sign any more."""
    reminders = {
        pk: one.appeal
        for pk, one in mailings.items()
        if one.kind == Mailing.Kind.REMINDER and one.appeal is not None
    }
    if not reminders:
        return set()
    over: set[tuple[int | None, int]] = {
        (None, pk) for pk, appeal in reminders.items() if not appeal.takes_signatures(now)
    }
    by_appeal = {appeal.pk: pk for pk, appeal in reminders.items()}
    waits = (Signature.State.PENDING, Signature.State.CONFIRMED)
    rows = Signature.objects.filter(appeal__in=by_appeal, supporter__in=people, state__in=waits)
    return over | {(who, by_appeal[appeal]) for who, appeal in rows.values_list("supporter_id", "appeal_id")}


def _stopped(mailings: Mapping[int, Mailing]) -> dict[int, str | Hold]:
    texts: dict[int, list[list[str]]] = defaultdict(list)
    for text in MailingText.objects.filter(mailing__in=mailings):
        texts[text.mailing_id].append([text.language, text.subject, text.body])
    reasons: dict[int, str | Hold] = {**may_not_tell(mailings.values())}
    for pk, mailing in mailings.items():
        if mailing.state == State.CANCELLED:
            reasons[pk] = cancelled_because(mailing.cancelled_because)
        elif mailing.state == State.PAUSED:
            reasons[pk] = Hold(mailing_paused(mailing.paused_because), mailing_ref(pk))
        elif mailing.state != State.RELEASED:
            reasons[pk] = f"The mailing is {mailing.get_state_display()}."
        elif mailing.digest != wording.digest_of(mailing, texts[pk]):
            reasons.setdefault(pk, CHANGED)
    return reasons
