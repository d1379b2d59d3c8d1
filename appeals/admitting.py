"""Whether one press of the public form is taken as it is, after a calculation, or by a person first. Nobody is shut out.

While an appeal is under attack, or a network or a mailbox is over its budget, the first press is answered with a
challenge and all that was typed. The second one brings the solution and is taken like any other; without one, from
a browser without scripts or from a program, the signature waits for a person before any mail leaves.
"""

from dataclasses import dataclass
from datetime import datetime

from appeals import challenge, limiting
from appeals.models import Appeal

OVER_BUDGET = "Too many signatures came from its network, its mailbox or to this appeal, and the browser did not calculate."
UNDER_ATTACK = "The appeal is marked as under attack, and the browser did not calculate."


@dataclass(frozen=True)
class Admission:
    """`asks`: show the challenge and take nothing yet. `waits_because`: for staff; empty when nothing is in doubt."""

    asks: bool = False
    waits_because: str = ""


def admit(
    *, appeal: Appeal, network: str, email: str, solution: str, was_asked: bool, now: datetime
) -> Admission:
    """Count the press. One statement, the same for every visitor. `network` as kit/networks.py hashes it."""
    answer = challenge.solved(appeal=appeal, solution=solution)
    used = limiting.shares(appeal=appeal, network=network, email=email)
    over = limiting.use([*used, *([answer] if answer else [])], now)
    if not over & set(used) and not appeal.asks_challenge:
        return Admission()
    if answer and answer not in over:
        return Admission()
    if not was_asked:
        return Admission(asks=True)
    return Admission(waits_because=OVER_BUDGET if over & set(used) else UNDER_ATTACK)
