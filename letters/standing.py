"""Whether mail leaves at all: the switches, the campaigns that are paused, the dispatches and letters that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Campaign
from letters.models import Dispatch, Letter
from letters.states import DispatchState, State
from outbox.models import Message, Switch
from outbox.models.switch import EVERYTHING


@dataclass(frozen=True)
class Standing:
    everything: Switch | None  # where it is paused
    streams: Sequence[Switch]
    campaigns: Sequence[Campaign]
    dispatches: Sequence[Dispatch]
    held_letters: int
    held_messages: int

    @property
    def waiting(self) -> list[Dispatch]:
        return [one for one in self.dispatches if one.state == DispatchState.WAITING]


def standing() -> Standing:
    """Five queries."""
    paused = list(Switch.objects.filter(paused=True).select_related("by").order_by("name"))
    return Standing(
        everything=next((one for one in paused if one.name == EVERYTHING), None),
        streams=[one for one in paused if one.name != EVERYTHING],
        campaigns=list(Campaign.objects.select_related("paused_by").order_by("name")),
        dispatches=list(
            Dispatch.objects.exclude(state=DispatchState.RUNNING)
            .select_related("appeal", "target")
            .order_by("decided_at", "pk")
        ),
        held_letters=Letter.objects.filter(state=State.HELD).count(),
        held_messages=Message.objects.filter(state=Message.State.HELD).count(),
    )
