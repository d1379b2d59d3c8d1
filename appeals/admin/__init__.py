"""The staff's doors to appeals: people draft, submit, approve and open by buttons; states are looked at, never typed."""

from appeals.admin.appeal import AppealAdmin
from appeals.admin.invalidation import InvalidationAdmin
from appeals.admin.moderation import LetterToReadAdmin
from appeals.admin.paper import PaperSignatureAdmin
from appeals.admin.signature import SignatureAdmin
from appeals.admin.text import AppealTextAdmin

__all__ = [
    "AppealAdmin",
    "AppealTextAdmin",
    "InvalidationAdmin",
    "LetterToReadAdmin",
    "PaperSignatureAdmin",
    "SignatureAdmin",
]
