from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.backends.base.operations import BaseDatabaseOperations

from tests.letters.conftest import prints  # noqa: F401 -- a fixture for the stories here

TRIES = 5


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_beside_workers() -> Iterator[None]:
    """Between two tests of a house all tables are emptied while its workers look for work. Who empties takes the locks in
    another order than who looks: PostgreSQL ends one of the two, and if it is the one who empties, it is done again.
    """
    empty = BaseDatabaseOperations.execute_sql_flush

    def patiently(self: BaseDatabaseOperations, statements: list[str]) -> None:
        for number in range(1, TRIES + 1):
            try:
                empty(self, statements)
            except OperationalError as error:
                if number == TRIES or "deadlock" not in str(error):
                    raise
            else:
                return

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", patiently)
        yield
