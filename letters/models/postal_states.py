"""The states of a postal job, and the one table of moves between them.

`handed` means: the provider has the letter, and nothing more. Only what the provider says of it makes it `posted`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.moves import Moves


class JobState(models.TextChoices):
    QUEUED = "queued", _("waits to be handed over")
    SENDING = "sending", _("being handed over")
    HANDED = "handed", _("handed to the provider")
    POSTED = "posted", _("posted, says the provider")
    RETURNED = "returned", _("came back to the provider")
    HELD = "held", _("held for a person")
    CANCELLED = "cancelled", _("cancelled")


JOB = Moves(
    {
        JobState.QUEUED: {JobState.SENDING, JobState.CANCELLED},
        JobState.SENDING: {JobState.QUEUED, JobState.HANDED, JobState.HELD, JobState.CANCELLED},
        JobState.HANDED: {JobState.POSTED, JobState.RETURNED, JobState.HELD},
        JobState.POSTED: {JobState.RETURNED},
        JobState.RETURNED: set(),
        JobState.HELD: {JobState.QUEUED, JobState.CANCELLED},
        JobState.CANCELLED: {JobState.QUEUED},  # chosen again
    }
)

# While one of these is there, no other paper of the letter is begun.
OPEN = (JobState.QUEUED, JobState.SENDING, JobState.HANDED, JobState.HELD)
AT_THE_PROVIDER = (JobState.HANDED, JobState.POSTED, JobState.RETURNED)
LEFT = (JobState.POSTED, JobState.RETURNED)
EXPLAINED = (JobState.HELD, JobState.RETURNED, JobState.CANCELLED)
