import pytest
import time_machine

from appeals.models import Appeal
from tests import people
from tests.people import NOW


@pytest.fixture
def appeal(db) -> Appeal:
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        yield people.an_open_appeal()
