"""Counts, and keys of rows: nothing in them is about anybody (kit/personal.py)."""

from kit.personal import declare
from reports.models import DayCount, Reading

declare(DayCount, plain="country")
declare(Reading, plain="name content")
