from tests.outbox.conftest import _nobody_is_grounded, _notes  # noqa: F401 -- fixtures for the stories here
