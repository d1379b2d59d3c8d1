"""Which tests run in which lane of the gate. Every test runs in one; what asks for the database runs in both.

The first lane is SQLite and the embedded broker, the second PostgreSQL and Valkey. Nobody keeps a list: a test that
touches the database asks for it by fixture, mark or base class, or pytest-django refuses it.
"""

from collections.abc import Iterable

import pytest
from django.test import SimpleTestCase

FIRST, SECOND = "sqlite", "postgresql"
LANES = (FIRST, SECOND)
# Set by the gate; without it everything runs, as for who tests a part by hand.
CHOSEN = "TESTS_LANE"
SERVICES = {"db", "transactional_db", "django_db_setup", "live_server", "demonstration", "broker_url"}
COLLECTED = pytest.StashKey[list[pytest.Item]]()


def lanes_of(item: pytest.Item) -> tuple[str, ...]:
    if item.get_closest_marker("browser"):
        return (FIRST,)  # what a browser shows does not depend on the database
    if item.get_closest_marker("once"):
        return (FIRST,)
    if item.get_closest_marker("slow"):
        # Benchmarks measure on PostgreSQL; what they call of the product, stories of both lanes call too.
        return (SECOND,)
    return LANES if asks_a_service(item) else (FIRST,)


def asks_a_service(item: pytest.Item) -> bool:
    is_django_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    fixtures = set(getattr(item, "fixturenames", ()))
    return is_django_case or bool(item.get_closest_marker("django_db") or SERVICES & fixtures)


def chosen(items: Iterable[pytest.Item], lane: str | None) -> list[pytest.Item]:
    return [item for item in items if lane is None or lane in lanes_of(item)]
