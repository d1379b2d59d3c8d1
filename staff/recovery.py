"""Recovery codes: ten, for paper. Shown once, kept as keyed hashes, each good for one login."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.encryption import ring
from staff.models import RecoveryCode
from trail.recording import recorded

MANY = 10
# Without letters and digits that look alike on paper: 12 of 31 characters are 59 bits.
CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
LENGTH, GROUP = 12, 4


@recorded
@transaction.atomic
def new_codes(*, user: Any, by: Any, now: datetime) -> list[str]:
    """Make ten codes like `7K4M-P2XQ-9RTD` in place of all that there were, and return them: nobody can read them again."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(CHARACTERS) for _ in range(LENGTH)) for _ in range(MANY)]
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=user, digest=digest_of(user.pk, code)) for code in codes]
    )
    return ["-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) for code in codes]


def spend(*, user: Any, code: str, now: datetime) -> bool:
    """Use a code up; whether it was good. One statement: of two at once one is refused."""
    good = RecoveryCode.objects.filter(user=user, digest=digest_of(user.pk, code), used_at=None)
    return good.update(used_at=now) == 1


def left(user: Any) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def digest_of(user_id: int, typed: str) -> str:
    code = "".join(character for character in typed.upper() if character in CHARACTERS)
    return ring().index(f"{user_id} {code}", purpose="recovery code")
