"""What this room keeps names nobody (kit/personal.py); a hash knows somebody again who was erased."""

from kit.personal import SUPPORTER, Kept, declare
from rights.models import Receipt, RetentionRun

declare(
    Receipt,
    Kept(
        "person_hash",
        whose=SUPPORTER,
        until="a keyed hash of who was erased: stays, so that no backup brings them back",
    ),
    plain="number removed",
)
declare(RetentionRun, plain="removed")
