"""Whom a case documents, and the offices that letters go to (kit/personal.py). None of it is about supporters.

It stays as long as the case is documented: who was held, and who said so, is what the house is for. What endangers somebody
is held back or deleted at the desk.
"""

from campaigns.models import (
    Alias,
    Beneficiary,
    Call,
    CallDemand,
    CallStep,
    Campaign,
    Case,
    Citation,
    Contact,
    Correction,
    Demand,
    DemandText,
    Event,
    Figure,
    GroupPart,
    Hazard,
    Organisation,
    OtherNamed,
    Place,
    PlaceName,
    Salutation,
    Sentence,
    Source,
    StatusRecord,
    Target,
)  # fmt: skip
from kit.personal import DOCUMENTED, OFFICE, READER, Kept, declare

CASE = "as long as the case is documented"
OFFICES = "as long as the office is in the directory"
CLAIM = "released_reason key date_note"


def _about_people(columns: str) -> Kept:
    return Kept(columns, whose=DOCUMENTED, until=CASE)


declare(Alias, _about_people("name search_key note"), plain="language script")
declare(Beneficiary, _about_people("name search_key note"), plain="released_reason key size_note never_merge")
declare(
    Call,
    _about_people("title message note"),
    plain=f"{CLAIM} state_note asked_by audience place slogan copies_to",
)
declare(CallDemand, plain="number")
declare(CallStep, plain="text")
declare(
    Campaign,
    Kept("copy_email", whose=OFFICE, until="as long as the campaign"),
    plain="slug name summary paused_reason",
)
declare(Case, _about_people("title summary as_read"), plain="key slug do_no_harm")
declare(Citation, plain="lines note")
declare(
    Contact,
    Kept("email address_lines note verified_how", whose=OFFICE, until=OFFICES),
    plain="postcode city country_name",
)
declare(
    Correction,
    Kept(
        "proposed source",
        whose=READER,
        until="as long as the office is in the directory; nobody is asked who they are",
    ),
    plain="before digest reason",
)
declare(Demand, _about_people("text note"), plain="released_reason key addressed_to")
declare(DemandText, _about_people("text"))
declare(Event, _about_people("text attributed_to"), plain=f"{CLAIM} place")
declare(Figure, plain="released_reason key topic unit qualifier said_by note")
declare(GroupPart, plain="released_reason key outcome")
declare(Hazard, _about_people("text rule"), plain="key")
declare(
    Organisation,
    _about_people("contacts note"),
    plain="key name search_key other_names other_search_key never_merge",
)
declare(OtherNamed, _about_people("name search_key role note"), plain="released_reason key")
declare(Place, plain="key name de_facto note")
declare(PlaceName, plain="name search_key note")
declare(Salutation, plain="language text")
declare(Sentence, _about_people("charge text"), plain=f"{CLAIM} fine court place")
declare(
    Source,
    _about_people("author translator reposted_by note"),
    plain="key date_note title publisher url language document lines permission_note translation_note truncation_note "
    "correction_note archive_note",
)
declare(StatusRecord, _about_people("text place"), plain=f"{CLAIM} hold_lifted_reason")
declare(
    Target,
    Kept("phone note", whose=OFFICE, until=OFFICES),
    plain="key name search_key name_local city languages website source_note as_of",
)
