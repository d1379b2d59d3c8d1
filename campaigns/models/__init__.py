from campaigns.models.accreditation import Accreditation
from campaigns.models.alias import Alias
from campaigns.models.beneficiary import Beneficiary, Group, Prisoner
from campaigns.models.call import Call, CallDemand, CallStep
from campaigns.models.campaign import Campaign
from campaigns.models.case import Case, CaseBeneficiary
from campaigns.models.citation import Citation
from campaigns.models.claim import Claim, Reviewed
from campaigns.models.contact import Contact
from campaigns.models.correction import Correction
from campaigns.models.dated import Dated
from campaigns.models.demand import Demand, DemandText
from campaigns.models.event import Event
from campaigns.models.figure import Figure
from campaigns.models.group_part import GroupPart
from campaigns.models.hazard import Hazard
from campaigns.models.held_back import HeldBack
from campaigns.models.organisation import Organisation
from campaigns.models.other_named import OtherNamed
from campaigns.models.partnership import Partnership
from campaigns.models.place import Place, PlaceName
from campaigns.models.salutation import Salutation
from campaigns.models.sentence import Sentence
from campaigns.models.source import Source
from campaigns.models.status_record import StatusRecord
from campaigns.models.target import Target

__all__ = [
    "Accreditation",
    "Alias",
    "Beneficiary",
    "Call",
    "CallDemand",
    "CallStep",
    "Campaign",
    "Case",
    "CaseBeneficiary",
    "Citation",
    "Claim",
    "Contact",
    "Correction",
    "Dated",
    "Demand",
    "DemandText",
    "Event",
    "Figure",
    "Group",
    "GroupPart",
    "Hazard",
    "HeldBack",
    "Organisation",
    "OtherNamed",
    "Partnership",
    "Place",
    "PlaceName",
    "Prisoner",
    "Reviewed",
    "Salutation",
    "Sentence",
    "Source",
    "StatusRecord",
    "Target",
]
