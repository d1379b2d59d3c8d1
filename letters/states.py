"""The states of a letter, and the one table of moves between them.

`enqueued` means: its message waits in the outbox, which alone decides from there on. `accepted` means:
the office's mail server took the message. Nobody here knows whether it was read.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.moves import Moves


class State(models.TextChoices):
    FROZEN = "frozen", _("frozen, to be rendered")
    READY = "ready", _("rendered, waits for its turn")
    ENQUEUED = "enqueued", _("in the outbox")
    COLLECTED = "collected", _("in an email for many")
    ACCEPTED = "accepted", _("accepted by the office's mail server")
    HELD = "held", _("held for a person")
    PARKED = "parked", _("parked: no working address")
    CANCELLED = "cancelled", _("cancelled")


MOVES = Moves(
    {
        State.FROZEN: {State.READY, State.HELD, State.PARKED, State.CANCELLED},
        State.READY: {State.ENQUEUED, State.COLLECTED, State.HELD, State.PARKED, State.CANCELLED},
        State.ENQUEUED: {State.ACCEPTED, State.CANCELLED},
        # Not held from outside: whether it is still in that email is decided where the email is about to leave.
        State.COLLECTED: {State.ACCEPTED, State.READY, State.CANCELLED},
        State.HELD: {State.FROZEN, State.READY, State.CANCELLED},
        State.PARKED: {State.FROZEN, State.READY, State.HELD, State.CANCELLED},
        State.ACCEPTED: set(),
        State.CANCELLED: set(),
    }
)

# What a person, or a change of the facts, can still stop without asking the outbox.
UNSENT = (State.FROZEN, State.READY, State.HELD, State.PARKED)
EXPLAINED = (State.HELD, State.PARKED, State.CANCELLED)


class HandoverState(models.TextChoices):
    WAITING = "waiting", _("waits for a worker")
    MAKING = "making", _("being made")
    MADE = "made", _("made")
    STOPPED = "stopped", _("stopped by a person")
    FAILED = "failed", _("could not be made")


# Whatever ended, well or not, may be made again: from the beginning, which takes seconds.
HANDOVER_MOVES = Moves(
    {
        HandoverState.WAITING: {HandoverState.MAKING, HandoverState.STOPPED},
        HandoverState.MAKING: {HandoverState.MADE, HandoverState.FAILED, HandoverState.STOPPED},
        HandoverState.MADE: {HandoverState.WAITING},
        HandoverState.STOPPED: {HandoverState.WAITING},
        HandoverState.FAILED: {HandoverState.WAITING},
    }
)


class DispatchState(models.TextChoices):
    RUNNING = "running", _("running")
    WAITING = "waiting", _("late: waits for a person")
    STOPPED = "stopped", _("stopped by a person")


# What waits because it was late can also be stopped; both go on by a person's word alone.
DISPATCH_MOVES = Moves(
    {
        DispatchState.RUNNING: {DispatchState.WAITING, DispatchState.STOPPED},
        DispatchState.WAITING: {DispatchState.RUNNING, DispatchState.STOPPED},
        DispatchState.STOPPED: {DispatchState.RUNNING},
    }
)


class Outcome(models.TextChoices):
    """What an answer of an office comes to, in the judgement of whoever has read it."""

    RECEIVED = "received", _("says that it was received")
    PASSED = "passed", _("passes it on")
    REFUSED = "refused", _("refuses")
    PROMISED = "promised", _("promises something")
    GRANTED = "granted", _("grants a demand")
    OTHER = "other", _("something else")


class CopyState(models.TextChoices):
    DRAFT = "draft", _("waits for a second person")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


COPY_MOVES = Moves(
    {
        CopyState.DRAFT: {CopyState.PUBLISHED, CopyState.WITHDRAWN},
        CopyState.PUBLISHED: {CopyState.DRAFT, CopyState.WITHDRAWN},
        CopyState.WITHDRAWN: {CopyState.DRAFT},
    }
)
