"""Stop everything, or one stream, at once. Claims and beginnings look at the switch themselves."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from kit.refusals import Refused, reason_of
from kit.wake import wake
from outbox.models import Switch
from outbox.models.switch import EVERYTHING
from outbox.queueing import SEND_TASK
from outbox.states import Stream
from trail.recording import recorded


@recorded
def pause(*, name: str, by: AbstractBaseUser | None, reason: str, now: datetime) -> Switch:
    """`name` is a stream or "everything". A message whose text is already on its way still gets its answer."""
    said = reason_of(reason, ask="Say why sending is paused; the next person on duty will ask.", most=200)
    return _set(name, {"paused": True, "by": by, "reason": said, "at": now})


@recorded
def resume(*, name: str, by: AbstractBaseUser | None, now: datetime) -> Switch:
    switch = _set(name, {"paused": False, "by": by, "reason": "", "at": now})
    for stream in Stream if name == EVERYTHING else [Stream(name)]:
        wake(SEND_TASK[stream])
    return switch


def _set(name: str, values: dict) -> Switch:
    if name not in dict(Switch.NAMES):
        raise Refused(
            f"There is no switch called {name}; there are {', '.join(dict(Switch.NAMES))}.", field="name"
        )
    return Switch.objects.update_or_create(name=name, defaults=values)[0]


def is_paused(stream: str) -> bool:
    return Switch.objects.filter(name__in=(EVERYTHING, stream), paused=True).exists()
