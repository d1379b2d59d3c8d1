"""The staff's doors to the outbox: look at everything, change nothing except through a verb with a reason."""

from outbox.admin.messages import MessageAdmin
from outbox.admin.notices import IncomingMailAdmin, NoticeAdmin
from outbox.admin.watch import HeartbeatAdmin, SuppressionAdmin, SwitchAdmin

__all__ = [
    "HeartbeatAdmin",
    "IncomingMailAdmin",
    "MessageAdmin",
    "NoticeAdmin",
    "SuppressionAdmin",
    "SwitchAdmin",
]
