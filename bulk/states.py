from django.db import models

from kit.moves import Moves


class State(models.TextChoices):
    RUNNING = "running", "being done"
    STOPPED = "stopped", "stopped"
    DONE = "done", "done"


class RowState(models.TextChoices):
    WAITING = "waiting", "waits"
    DONE = "done", "done"
    REFUSED = "refused", "refused"


MOVES = Moves(
    {
        State.RUNNING: {State.STOPPED, State.DONE},
        State.STOPPED: {State.RUNNING},
        State.DONE: set(),
    }
)
