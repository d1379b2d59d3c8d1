from appeals.models.allowance import MailAllowance
from appeals.models.appeal import Appeal, AppealDemand
from appeals.models.signature import Signature
from appeals.models.tally import Tally
from appeals.models.text import AppealText

__all__ = ["Appeal", "AppealDemand", "AppealText", "MailAllowance", "Signature", "Tally"]
