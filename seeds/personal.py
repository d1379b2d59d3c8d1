"""What a data file said of a row: of people whom a case documents (kit/personal.py)."""

from kit.personal import DOCUMENTED, Kept, declare
from seeds.models import SeedRow

declare(
    SeedRow,
    Kept("loaded", whose=DOCUMENTED, until="as long as the row that was loaded"),
    plain="model key file",
)
