"""What a person decides about a postal job that waits for them: try it again, or cancel it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from kit.refusals import Refused, reason_of
from kit.wake import wake
from letters.models import PostalJob
from letters.models.postal_states import JOB, JobState
from letters.posting_choice import TASK
from trail.recording import recorded


@recorded
def try_again(job: PostalJob, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """What is in doubt goes under the same key: a provider that has the letter knows it again, and prints it once."""
    if job.state != JobState.HELD:
        raise Refused(f"It is not held: {job.get_state_display()}.")
    attempt = job.attempt if job.in_doubt else job.attempt + 1
    _decide(
        job, JobState.QUEUED, by=by, reason=reason, now=now, attempt=attempt, reference="", handed_at=None
    )
    wake(TASK)


@recorded
def cancel(job: PostalJob, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """Not what the provider has: nothing here can call it back."""
    if job.state not in {JobState.QUEUED, JobState.HELD}:
        raise Refused("It is with the provider, or past it. Cancel it there.")
    _decide(job, JobState.CANCELLED, by=by, reason=reason, now=now)


def _decide(
    job: PostalJob, new: str, *, by: AbstractBaseUser, reason: str, now: datetime, **changes: Any
) -> None:
    JOB.check(job.state, new, thing="postal job")
    said = f"{reason_of(reason)} ({by.get_username()})"[:300]
    if not PostalJob.objects.filter(pk=job.pk, state=job.state).update(
        state=new, reason=said, in_doubt=False, tries=0, due_at=now, **changes
    ):
        raise Refused("The job has moved on meanwhile. Look at it again.")
    job.refresh_from_db()
