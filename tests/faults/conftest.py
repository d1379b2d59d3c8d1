from tests.letters.conftest import prints  # noqa: F401 -- a fixture for the stories here
