from appeals.models.allowance import MailAllowance
from appeals.models.appeal import Appeal, AppealDemand
from appeals.models.brick import Brick
from appeals.models.budget import Budget
from appeals.models.invalidation import Invalidation
from appeals.models.letter_to_read import LetterToRead
from appeals.models.paper import PaperSignature
from appeals.models.signature import Signature
from appeals.models.tally import Tally
from appeals.models.text import AppealText
from appeals.models.translation import Translation

__all__ = [
    "Appeal",
    "AppealDemand",
    "AppealText",
    "Brick",
    "Budget",
    "Invalidation",
    "LetterToRead",
    "MailAllowance",
    "PaperSignature",
    "Signature",
    "Tally",
    "Translation",
]
