"""Hand letters whose turn has come to the outbox, after asking once more whether they may leave."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When

from letters.leaving import Stop, why_not
from letters.models import Letter
from letters.runs import in_a_run
from letters.states import MOVES, State
from outbox import queueing
from outbox.models import Message

KIND = "letter"


def key(letter: Letter) -> str:
    """One letter, one message, however often it is enqueued. Holds nothing personal."""
    return f"letter:{letter.signature_id}:{letter.target_id}:{letter.step}"


@transaction.atomic
def dispatch_due(*, now: datetime, most: int = 500) -> int:
    """Return how many letters went into the outbox. A constant number of statements for up to `most` letters."""
    give_back_turns(now=now)
    due = list(
        in_a_run(Letter.objects.due(now), now)
        .select_related("appeal", "contact")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_at", "pk")[:most]
    )
    if not due:
        return 0
    stops = why_not(due, now)
    stop_letters(stops, now=now)
    return _enqueue([letter for letter in due if letter.pk not in stops], now)


def give_back_turns(*, now: datetime) -> int:
    """Take the turns of letters whose dispatch does not let them leave: they get others when it goes on. One statement."""
    due = Letter.objects.due(now).order_by()
    idle = due.exclude(pk__in=in_a_run(due, now).values("pk"))
    return Letter.objects.filter(pk__in=idle.values("pk"), state=State.READY).update(due_at=None)


def stop_letters(stops: dict[int, Stop], *, now: datetime) -> None:
    """Move letters to what their stops say. One statement for each state and reason; few of them."""
    alike: dict[Stop, list[int]] = defaultdict(list)
    for pk, stop in stops.items():
        alike[stop].append(pk)
    for stop, pks in alike.items():
        Letter.objects.filter(pk__in=pks, state__in=MOVES.before(stop.state)).update(
            state=stop.state,
            reason=stop.reason,
            claimed_until=None,
            due_at=None,
            held_for=stop.held_for,
            decided_at=now,
            decided_by=None,
        )


def _enqueue(letters: list[Letter], now: datetime) -> int:
    if not letters:
        return 0
    queueing.enqueue_many(
        kind=KIND,
        rows=[
            queueing.Row(
                key=key(letter),
                to=letter.contact.email if letter.contact else "",  # why_not has parked those without
                values={"letter": letter.pk},
                due_at=letter.due_at,
                expires_at=letter.appeal.act_before,
                subject_ref=letter.reference,
            )
            for letter in letters
        ],
        now=now,
    )
    messages = dict(
        Message.objects.filter(key__in=[key(letter) for letter in letters]).values_list("key", "pk")
    )
    return Letter.objects.filter(pk__in=[letter.pk for letter in letters], state=State.READY).update(
        state=State.ENQUEUED,
        message_id=Case(
            *[When(pk=letter.pk, then=Value(messages[key(letter)])) for letter in letters],
            output_field=IntegerField(),
        ),
    )
