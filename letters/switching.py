"""The channel switch: where an office's inbox takes no mail of ours, its letters go on paper, and their signers are told.

Only where paper can get there and no other mailbox is known: else they stay parked, and a dispatcher decides.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef

from campaigns.models import Contact
from campaigns.states import TargetStatus
from letters.blocked import blocked_inboxes
from letters.models import Dispatch, Letter
from letters.states import DispatchState, State
from letters.steering import switch


def follow(*, now: datetime) -> int:
    """Return how many dispatches were switched to paper. One query where no letter is parked."""
    usable = Contact.objects.usable().filter(target=OuterRef("target"))
    stuck = (
        Letter.objects.filter(state=State.PARKED, contact__isnull=False, target__status=TargetStatus.OPEN)
        .filter(Exists(usable.filter(channel=Contact.Channel.POST)))
        .filter(~Exists(usable.filter(channel=Contact.Channel.EMAIL)))
    )
    found = set(stuck.order_by().values_list("appeal", "target", "contact").distinct())
    reasons = blocked_inboxes({contact for _appeal, _target, contact in found}) if found else {}
    switched = 0
    for appeal, target in {(appeal, target) for appeal, target, contact in found if contact in reasons}:
        why = next(
            reasons[contact]
            for of, at, contact in sorted(found)
            if (of, at) == (appeal, target) and contact in reasons
        )
        runs = Dispatch.objects.filter(
            appeal=appeal, target=target, channel=Dispatch.Channel.EMAIL, state=DispatchState.RUNNING
        )
        for dispatch in runs:
            switch(dispatch=dispatch, channel=Dispatch.Channel.PAPER, by=None, reason=why, now=now)
            switched += 1
    return switched
