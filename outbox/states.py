"""The streams and states of a message, and the one table of moves between states.

`sent` means: a mail server accepted the message. Nobody here knows whether it was read.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.moves import Moves


class Stream(models.TextChoices):
    """Messages of one stream wait for each other; streams never do."""

    CONFIRMATION = "confirmation", _("confirmation")
    LETTER = "letter", _("letter")
    MAILING = "mailing", _("mailing")


class State(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("accepted by the mail server")
    FAILED = "failed", _("failed")
    HELD = "held", _("held for a person")
    SUPPRESSED = "suppressed", _("suppressed")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")


MOVES = Moves(
    {
        State.QUEUED: {State.SENDING, State.HELD, State.CANCELLED, State.EXPIRED},
        State.SENDING: {
            State.QUEUED,
            State.SENT,
            State.FAILED,
            State.HELD,
            State.SUPPRESSED,
            State.CANCELLED,  # only while it has not begun
        },
        State.HELD: {State.QUEUED, State.SENT, State.CANCELLED},
        State.FAILED: {State.QUEUED, State.CANCELLED},
        # An address may have been suppressed by mistake; the check at send is made again anyway.
        State.SUPPRESSED: {State.QUEUED, State.CANCELLED},
        State.SENT: set(),
        State.EXPIRED: set(),
        State.CANCELLED: set(),
    }
)

UNFINISHED = (State.QUEUED, State.SENDING, State.HELD)

# How many messages of a stream may be between "about to send" and "answer recorded" in one worker:
# what a crash leaves in doubt. A doubt about an office goes to a person; other doubts are repeated.
WINDOW: dict[str, int] = {Stream.CONFIRMATION: 20, Stream.LETTER: 1, Stream.MAILING: 20}
# How many a worker claims at once: few, so that the last ones are shared out between workers. What the mails of a text
# share is looked at once for each batch, so that a text that was changed is used from the next one on.
BATCH: dict[str, int] = {Stream.CONFIRMATION: 100, Stream.LETTER: 100, Stream.MAILING: 100}
HOLD_IN_DOUBT = frozenset({Stream.LETTER})
