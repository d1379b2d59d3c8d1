"""A worker that makes print files and nothing else: `python -m tests.faults.printer`. Two letters from checkpoint to checkpoint.

Its sheets take a moment each, so that there is something to interrupt. Its clock goes on from the stories' own hour;
time.monotonic() is one for all processes of a machine.
"""

import time
from datetime import datetime, timedelta

import django

django.setup()

from letters import binding, binding_order, printing  # noqa: E402 -- Django first
from tests.letters.printing_world import AT, quick_sheets  # noqa: E402 -- the same

SECONDS_A_LETTER = 0.03


def clock() -> datetime:
    return AT + timedelta(seconds=time.monotonic())


def main() -> None:
    with quick_sheets():
        at_once = binding._made

        def slowly(letter):
            time.sleep(SECONDS_A_LETTER)
            return at_once(letter)

        binding._made = slowly
        while True:
            printing.carry_on(clock=clock)
            time.sleep(0.05)


if __name__ == "__main__":
    binding_order.CHUNKS["letters"] = 2
    main()
