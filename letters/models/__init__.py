from letters.models.answer_copy import AnswerCopy
from letters.models.batch_file import BatchFile
from letters.models.collective_letter import CollectiveLetter
from letters.models.dispatch import Dispatch
from letters.models.footing import Footing
from letters.models.handover import Handover
from letters.models.handover_link import HandoverLink
from letters.models.inbox_trouble import InboxTrouble
from letters.models.ladder import FollowUp, LadderStep
from letters.models.letter import Letter
from letters.models.letter_pdf import LetterPdf
from letters.models.marking_link import MarkingLink
from letters.models.pace import Pace
from letters.models.paper_mark import PaperMark
from letters.models.postage import PostageStep, PostageZone
from letters.models.postage_hint import PostageHint
from letters.models.postal_job import PostalJob
from letters.models.print_batch import PrintBatch
from letters.models.printed_letter import PrintedLetter
from letters.models.reply import Reply
from letters.models.shell import Shell

__all__ = [
    "AnswerCopy",
    "BatchFile",
    "CollectiveLetter",
    "Dispatch",
    "FollowUp",
    "Footing",
    "Handover",
    "HandoverLink",
    "InboxTrouble",
    "LadderStep",
    "Letter",
    "LetterPdf",
    "MarkingLink",
    "Pace",
    "PaperMark",
    "PostageHint",
    "PostageStep",
    "PostageZone",
    "PostalJob",
    "PrintBatch",
    "PrintedLetter",
    "Reply",
    "Shell",
]
