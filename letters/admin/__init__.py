"""The staff's doors to letters: where each one is and why, its PDF, and verbs with a reason. Nothing is edited here."""

from letters.admin.collective import CollectiveLetterAdmin
from letters.admin.dispatch import DispatchAdmin
from letters.admin.handover import HandoverAdmin
from letters.admin.inboxes import InboxTroubleAdmin
from letters.admin.ladder import FollowUpAdmin, LadderStepAdmin
from letters.admin.letters import LetterAdmin
from letters.admin.making import ShellAdmin
from letters.admin.pace import PaceAdmin
from letters.admin.postage import PostageZoneAdmin
from letters.admin.postage_hints import PostageHintAdmin
from letters.admin.posting import PostalJobAdmin
from letters.admin.print_batch import PrintBatchAdmin
from letters.admin.printed_letter import PrintedLetterAdmin
from letters.admin.replies import ReplyAdmin

__all__ = [
    "CollectiveLetterAdmin",
    "DispatchAdmin",
    "FollowUpAdmin",
    "HandoverAdmin",
    "InboxTroubleAdmin",
    "LadderStepAdmin",
    "LetterAdmin",
    "PaceAdmin",
    "PostageHintAdmin",
    "PostageZoneAdmin",
    "PostalJobAdmin",
    "PrintBatchAdmin",
    "PrintedLetterAdmin",
    "ReplyAdmin",
    "ShellAdmin",
]
