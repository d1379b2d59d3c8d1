import pytest
from django.contrib.auth.models import User

from tests.people import NOW
from tests.staff import door


@pytest.fixture
def clock(time_machine):
    """Stories at the door begin at NOW, and `clock.shift(seconds)` lets time pass."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def bela(db, clock, settings) -> User:
    settings.STAFF_SECOND_FACTOR = True
    return door.bela(NOW)
