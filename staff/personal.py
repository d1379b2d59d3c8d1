"""What opens the desk to its people; all of it goes with their account (kit/personal.py)."""

from datetime import datetime

from django.db.models import QuerySet

from kit.personal import STAFF, Kept, declare
from staff.models import AuthenticatorApp, FactorReset, Passkey, RecoveryCode, Session


def _ended(now: datetime) -> QuerySet:
    return Session.objects.filter(expire_date__lt=now)


declare(AuthenticatorApp, Kept("secret", whose=STAFF, until="until they take it away, or the account goes"))
declare(FactorReset, Kept("reason", whose=STAFF, until="as long as the account"))
declare(
    Passkey,
    Kept("name credential_id credential", whose=STAFF, until="until they take it away, or the account goes"),
)
declare(RecoveryCode, Kept("digest", whose=STAFF, until="until new ones are made, or the account goes"))
declare(
    Session,
    Kept(
        "session_data browser",
        whose=STAFF,
        until="when it ends, two weeks after the last log-in at the latest",
        over=_ended,
        whole_row=True,
    ),
)
