"""What the staff did to many rows names rows by their keys alone (kit/personal.py)."""

from bulk.models import BulkAct, BulkRow
from kit.personal import declare

declare(BulkAct, plain="name title model reason stopped_because")
declare(BulkRow, plain="why")
