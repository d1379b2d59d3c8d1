import pytest
from django.test import TestCase

from tests import lanes

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
# A browser shows what one database gives it; the views behind have their stories in both lanes.
BROWSER = {
    f"tests/flows/test_{name}.py"
    for name in ("accessibility", "challenge", "door", "mailing", "right_to_left")
}

PAPERS = {"tests/letters/test_paper.py::test_whoever_signs_it_and_whenever"}


def asks_the_database(item: pytest.Item) -> bool:
    return issubclass(getattr(item, "cls", None) or object, TestCase) or bool(
        DATABASE & set(item.fixturenames)
    )


def test_every_test_runs_in_a_lane_and_what_asks_for_the_database_in_both(request: pytest.FixtureRequest):
    """Of all that were collected: in the gate that is every test there is."""
    everything = set(request.config.stash[lanes.COLLECTED])
    first, second = (set(lanes.chosen(everything, lane)) for lane in lanes.LANES)
    assert first | second == everything
    assert request.node in first
    once = {item for item in everything if asks_the_database(item)} - (first & second)
    papers = {item for item in once if item.get_closest_marker("once")}
    assert {item.nodeid for item in papers} <= PAPERS
    assert {item.nodeid.partition("::")[0] for item in once - papers} <= BROWSER


def test_without_a_lane_everything_runs(request: pytest.FixtureRequest):
    everything = request.config.stash[lanes.COLLECTED]
    assert lanes.chosen(everything, None) == everything


@pytest.mark.parametrize(
    ("mark", "fixture", "found"),
    [
        (None, None, ("sqlite",)),
        (None, "db", ("sqlite", "postgresql")),
        (None, "live_server", ("sqlite", "postgresql")),
        (None, "broker_url", ("sqlite", "postgresql")),
        ("django_db", None, ("sqlite", "postgresql")),
        ("faults", None, ("sqlite",)),
        ("browser", "live_server", ("sqlite",)),
        ("once", "db", ("sqlite",)),
        ("slow", "broker_url", ("postgresql",)),
    ],
)
def test_a_lane_is_told_from_what_a_test_asks_for(mark, fixture, found):
    class Item:
        fixturenames = [fixture]

        def get_closest_marker(self, name: str) -> bool:
            return name == mark

    assert lanes.lanes_of(Item()) == found
