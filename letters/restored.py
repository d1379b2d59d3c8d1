"""After a database was restored: nothing leaves before a person has looked (docs/adr/0012), and files that are not there are made again."""

from datetime import datetime

from letters.footing import has_changed
from letters.lateness import RESTORED
from letters.models import BatchFile, Dispatch, Handover, PrintBatch
from letters.models.print_states import BatchState
from letters.states import HandoverState
from letters.steering import make_wait
from outbox.models.switch import EVERYTHING
from outbox.pausing import pause

NO_FILES = "Its files were not in the backup."


def wait_for_a_person(*, now: datetime) -> int:
    """Return how many dispatches wait. In the caller's transaction, before anybody can see what came."""
    has_changed(
        now=now
    )  # noted, so that no worker finds it out once more after a person has let things go on
    pause(name=EVERYTHING, by=None, reason=RESTORED, now=now)
    _make_files_again()
    return make_wait(Dispatch.objects.all(), reason=RESTORED, now=now)


def _make_files_again() -> None:
    """Handovers by the next tick; print batches when somebody asks, because their paper may lie there."""
    Handover.objects.filter(state=HandoverState.MADE).update(state=HandoverState.WAITING, tries=0, progress=0)
    Handover.objects.update(pdf="", csv="")
    begun = {"looked": 0, "claimed_until": None}
    PrintBatch.objects.filter(state=BatchState.MADE).update(
        state=BatchState.CLEARED, reason=NO_FILES, **begun
    )
    PrintBatch.objects.filter(state=BatchState.MAKING).update(state=BatchState.QUEUED, **begun)
    PrintBatch.objects.exclude(state=BatchState.CLEARED).update(**begun)
    BatchFile.objects.all().delete()
