"""Django admin of campaigns/, one file for each noun. Actions call verbs; states are looked at, never typed."""

from campaigns.admin import (
    beneficiary,
    call,
    campaign,
    case,
    contact,
    correction,
    demand,
    happened,
    hazard,
    organisation,
    place,
    source,
    status,
    target,
)

__all__ = [
    "beneficiary",
    "call",
    "campaign",
    "case",
    "contact",
    "correction",
    "demand",
    "happened",
    "hazard",
    "organisation",
    "place",
    "source",
    "status",
    "target",
]
