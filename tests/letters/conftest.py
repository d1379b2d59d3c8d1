import pytest

from appeals.models import Appeal
from tests import people


@pytest.fixture
def appeal(db) -> Appeal:
    people.an_embassy(country="GB")
    return people.an_open_appeal()
