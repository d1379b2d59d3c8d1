"""One email in place of many, for an office whose inbox does not bear them: text, count, and who signed.

Made of frozen letters that have not left, of one appeal, one target and one language; at most one a week. They stay
letters: each is checked before the email leaves, taken out when it may not, and counted by itself.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campaigns.models import Contact
from letters.dispatching import stop_letters
from letters.leaving import Stop, why_untrue
from letters.models import CollectiveLetter, Dispatch, Letter, Pace
from letters.pacing import cursor_of, rhythm_of
from letters.rhythm import Cursor, turns
from letters.states import DispatchState, State
from outbox import holding as messages
from outbox import queueing
from outbox.models import Message

KIND = "collective"
NOBODY_LEFT = "None of its letters may leave any more."
EVERY = timedelta(days=7)
MOST = 20_000  # letters in one email: some 700 kB of names
UNFINISHED = (Message.State.QUEUED, Message.State.SENDING, Message.State.HELD)


def key(collective: CollectiveLetter) -> str:
    return f"collective:{collective.pk}"


def collect(*, now: datetime) -> int:
    """Return how many letters were put into emails for many. Three statements where no dispatch goes that way."""
    _put_back_what_was_stopped(now)
    waiting = Letter.objects.filter(
        appeal=OuterRef("appeal"),
        target=OuterRef("target"),
        state=State.READY,
        signature__cooling_until__lte=now,
    )
    recent = CollectiveLetter.objects.filter(appeal=OuterRef("appeal"), target=OuterRef("target")).filter(
        Q(created_at__gt=now - EVERY) | Q(message__state__in=UNFINISHED)
    )
    dispatches = Dispatch.objects.filter(
        Exists(waiting),
        ~Exists(recent),
        state=DispatchState.RUNNING,
        channel=Dispatch.Channel.COLLECTIVE,
        starts_at__lte=now,
        appeal__case__campaign__paused_at=None,
    )
    return sum(_collect(dispatch, now) for dispatch in dispatches.select_related("target", "appeal"))


@transaction.atomic
def _collect(dispatch: Dispatch, now: datetime) -> int:
    contact = (
        Contact.objects.usable()
        .filter(target=dispatch.target, channel=Contact.Channel.EMAIL)
        .order_by("position", "pk")
        .first()
    )
    # Whoever locks the run makes the email; a rival finds it made.
    if contact is None or not Dispatch.objects.select_for_update(skip_locked=True).filter(pk=dispatch.pk):
        return 0
    if CollectiveLetter.objects.filter(
        appeal=dispatch.appeal, target=dispatch.target, created_at__gt=now - EVERY
    ):
        return 0
    letters = list(
        Letter.objects.to_schedule(now)
        .filter(appeal=dispatch.appeal, target=dispatch.target)
        .order_by("signed_at", "pk")[:MOST]
    )
    stops = why_untrue(letters, now)
    stop_letters(stops, now=now)
    by_language: dict[str, list[int]] = defaultdict(list)
    for letter in letters:
        if letter.pk not in stops:
            by_language[letter.language].append(letter.pk)
    due = _turn(dispatch, now) if by_language else now
    return sum(_enqueue(dispatch, contact, language, ids, due, now) for language, ids in by_language.items())


def _turn(dispatch: Dispatch, now: datetime) -> datetime:
    """When the office is open next, at its pace: an email for many takes one turn like any letter."""
    pace = Pace.objects.select_for_update().get(target=dispatch.target)
    start = Cursor(max(now, pace.next_at), pace.day, pace.given)
    until = start.at + timedelta(days=60)
    found, cursor = turns(rhythm_of(dispatch.target, pace), start, until=until, most=1)
    if found and cursor != cursor_of(pace):
        Pace.objects.filter(pk=pace.pk).update(next_at=cursor.at, day=cursor.day, given=cursor.given)
    return found[0] if found else now


def _enqueue(
    dispatch: Dispatch, contact: Contact, language: str, ids: list[int], due: datetime, now: datetime
) -> int:
    collective = CollectiveLetter.objects.create(
        appeal=dispatch.appeal, target=dispatch.target, contact=contact, language=language, created_at=now
    )
    message, _created = queueing.enqueue(
        kind=KIND,
        key=key(collective),
        to=contact.email,
        values={"collective": collective.pk},
        due_at=due,
        expires_at=dispatch.appeal.act_before,
        subject_ref=f"{len(ids)} letters",
        now=now,
    )
    CollectiveLetter.objects.filter(pk=collective.pk).update(message=message)
    return Letter.objects.filter(pk__in=ids, state=State.READY).update(
        state=State.COLLECTED, collective=collective, due_at=None, reason=""
    )


def take_out_untrue(collective: CollectiveLetter, now: datetime) -> int:
    """Take out and stop what may not leave any more; return how many stay in. In the transaction that begins the email."""
    letters = list(collective.letters.filter(state=State.COLLECTED))
    stops: dict[int, Stop] = why_untrue(letters, now)
    out = Letter.objects.filter(pk__in=stops, state=State.COLLECTED)
    out.update(state=State.READY, collective=None)
    stop_letters(stops, now=now)
    return len(letters) - len(stops)


def _put_back_what_was_stopped(now: datetime) -> None:
    """Letters of an email that was cancelled, failed, expired or suppressed wait for another; an email without letters is cancelled."""
    over = [
        Message.State.CANCELLED,
        Message.State.FAILED,
        Message.State.EXPIRED,
        Message.State.SUPPRESSED,
    ]
    stopped = Letter.objects.filter(state=State.COLLECTED, collective__message__state__in=over)
    Letter.objects.filter(pk__in=stopped.order_by().values("pk"), state=State.COLLECTED).update(
        state=State.READY, collective=None
    )
    # By way of the few collective letters: among all messages their states would be looked up row by row.
    inside = Letter.objects.filter(state=State.COLLECTED, collective=OuterRef("pk"))
    waiting = CollectiveLetter.objects.filter(
        message__state__in=[Message.State.QUEUED, Message.State.HELD]
    ).filter(~Exists(inside))
    if empty := list(waiting.values_list("message", flat=True)):
        messages.cancel_all(Message.objects.filter(pk__in=empty), reason=NOBODY_LEFT, by=None, now=now)
