import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A transport is asked for the troubles that can happen to it, and for no other."""
    if "trouble" in metafunc.fixturenames:
        metafunc.parametrize("trouble", metafunc.cls.TROUBLES)
