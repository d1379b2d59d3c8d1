"""The states of a print batch and of a letter in it, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.moves import Moves


class BatchState(models.TextChoices):
    QUEUED = "queued", _("waits for a worker")
    MAKING = "making", _("being made")
    STOPPED = "stopped", _("stopped by a person")
    SET_ASIDE = "set_aside", _("set aside")
    MADE = "made", _("made, to be printed")
    CLEARED = "cleared", _("its files are deleted")
    GIVEN_UP = "given_up", _("given up")


BATCH = Moves(
    {
        BatchState.QUEUED: {BatchState.MAKING, BatchState.STOPPED},
        BatchState.MAKING: {
            BatchState.QUEUED,
            BatchState.STOPPED,
            BatchState.SET_ASIDE,
            BatchState.MADE,
        },
        BatchState.STOPPED: {BatchState.QUEUED, BatchState.GIVEN_UP},
        BatchState.SET_ASIDE: {BatchState.QUEUED, BatchState.GIVEN_UP},
        BatchState.MADE: {BatchState.QUEUED, BatchState.CLEARED},
        BatchState.CLEARED: {BatchState.QUEUED},
        BatchState.GIVEN_UP: set(),
    }
)


class PaperState(models.TextChoices):
    WAITING = "waiting", _("to be printed")
    LEFT_OUT = "left_out", _("left out")
    PRINTED = "printed", _("printed")
    POSTED = "posted", _("posted")
    RETURNED = "returned", _("returned")
    ANSWERED = "answered", _("answered")


# Backwards too: a mark can be undone.
PAPER = Moves(
    {
        PaperState.WAITING: {PaperState.LEFT_OUT, PaperState.PRINTED},
        PaperState.LEFT_OUT: set(),
        PaperState.PRINTED: {PaperState.POSTED},
        PaperState.POSTED: {PaperState.PRINTED, PaperState.RETURNED, PaperState.ANSWERED},
        PaperState.RETURNED: {PaperState.POSTED},
        PaperState.ANSWERED: {PaperState.POSTED},
    }
)
LEFT_THE_HOUSE = (PaperState.POSTED, PaperState.RETURNED, PaperState.ANSWERED)
MARKED = LEFT_THE_HOUSE  # what a person can mark
