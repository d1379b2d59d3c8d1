"""The states of a mailing, and the one table of moves between them.

`released` means: its messages are in the outbox, or about to be, and the outbox decides from there on.
`paused` means: what has not left waits until somebody lets it go on; nothing of it is lost or sent twice.
`finished` means: none of them waits any more. Nobody here knows whether one was read.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.moves import Moves


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waits for a second person")
    APPROVED = "approved", _("approved, to be released")
    RELEASED = "released", _("released")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")


MOVES = Moves(
    {
        State.DRAFT: {State.IN_REVIEW, State.CANCELLED},
        State.IN_REVIEW: {State.DRAFT, State.APPROVED, State.CANCELLED},
        State.APPROVED: {State.DRAFT, State.RELEASED, State.CANCELLED},
        State.RELEASED: {State.PAUSED, State.FINISHED, State.CANCELLED},
        State.PAUSED: {State.RELEASED, State.CANCELLED},
        State.FINISHED: set(),
        State.CANCELLED: set(),
    }
)

UNRELEASED = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
OUT = (State.RELEASED, State.PAUSED, State.FINISHED)
