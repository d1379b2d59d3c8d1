"""What this room keeps names nobody (kit/personal.py)."""

from kit.personal import declare
from rights.models import Receipt, RetentionRun

declare(Receipt, plain="number removed")
declare(RetentionRun, plain="removed")
