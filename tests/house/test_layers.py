"""The stairs. A room imports only from rooms below it: never from above, never from beside."""

STAIRS = """
config
demo
reports    rights    seeds
letters    mailings  staff
appeals
campaigns  supporters
outbox
bulk
trail
kit
"""

from pathlib import Path  # noqa: E402 -- the stairs are drawn first, so that nobody misses them

import pytest  # noqa: E402 -- see above

from tests.house.layers import climbing, rooms_off_the_stairs, steps, wrong_way_in_a_room  # noqa: E402 -- see above

ROOT = Path(__file__).resolve().parents[2]
ROOMS = frozenset(steps(STAIRS))


def test_nobody_climbs_the_stairs():
    assert climbing(ROOT, STAIRS) == []


def test_every_room_stands_on_the_stairs():
    assert rooms_off_the_stairs(ROOT, STAIRS) == []


def test_doors_lead_to_verbs_and_verbs_to_models():
    # config wires the house and demo plays it; the order inside a room is for rooms that own rules.
    assert wrong_way_in_a_room(ROOT, ROOMS - {"config"}) == []


def test_the_kit_owns_no_models():
    assert list((ROOT / "kit").glob("models*")) == []


@pytest.fixture
def bad_house(tmp_path):
    """Build a small tree from `{path: text}`."""

    def build(**texts):
        for name, text in texts.items():
            path = tmp_path / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return build


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("import letters.freezing", "appeals must not climb to letters"),
        ("from letters import freezing", "appeals must not climb to letters"),
        ("def later():\n    from letters.freezing import freeze", "appeals must not climb to letters"),
        (
            "import importlib\nimportlib.import_module('letters.freezing')",
            "appeals must not climb to letters",
        ),
        ("letter = ForeignKey('letters.Letter', CASCADE)", "appeals must not climb to letters"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import letters",
            "appeals must not climb to letters",
        ),
    ],
)
def test_a_climb_is_found_however_it_is_written(bad_house, text, complaint):
    root = bad_house(appeals__signing=text, letters__freezing="", letters____init__="")

    assert [line.split(": ")[1] for line in climbing(root, STAIRS)] == [complaint]


def test_a_step_sideways_is_found(bad_house):
    root = bad_house(campaigns__routing="from supporters import identity", supporters__identity="")

    assert climbing(root, STAIRS) == [
        "campaigns/routing.py:1 imports supporters.identity: campaigns and supporters stand on one step"
    ]


def test_a_step_down_is_no_complaint(bad_house):
    root = bad_house(
        letters__freezing="from appeals import merging\nfrom kit.wake import wake",
        appeals__merging="",
        kit__wake="",
    )

    assert climbing(root, STAIRS) == []


def test_a_task_rung_by_name_is_no_climb(bad_house):
    root = bad_house(appeals__signing="wake('letters.freeze')", letters__tasks="")

    assert climbing(root, STAIRS) == []


def test_a_room_that_is_not_drawn_is_found(bad_house):
    assert rooms_off_the_stairs(bad_house(attic__apps="", kit__apps=""), STAIRS) == ["attic"]


def test_a_verb_that_opens_a_door_is_found(bad_house):
    root = bad_house(
        letters__freezing="from letters.tasks import freeze",
        letters__tasks="",
        outbox__sending="import letters.admin",
        letters__admin="",
    )

    assert wrong_way_in_a_room(root, ROOMS) == [
        "letters/freezing.py:1 imports letters.tasks: a verb must not open a door",
        "outbox/sending.py:1 imports letters.admin: a verb must not open a door",
    ]


def test_a_relative_import_is_read_too(bad_house):
    root = bad_house(
        letters__freezing="from .tasks import freeze\nfrom . import views",
        letters__tasks="",
        letters__views="",
    )

    assert wrong_way_in_a_room(root, ROOMS) == [
        "letters/freezing.py:1 imports letters.tasks: a verb must not open a door",
        "letters/freezing.py:2 imports letters.views: a verb must not open a door",
    ]


def test_a_model_that_acts_is_found(bad_house):
    root = bad_house(
        letters__models__letter="from letters.freezing import freeze\nfrom letters.paper import A4",
        letters__freezing="from letters.wording import words",
        letters__wording="from letters.models.letter import Letter",
        letters__paper="",
    )

    assert wrong_way_in_a_room(root, ROOMS) == [
        "letters/models/letter.py:1 imports letters.freezing: a model must not act"
    ]


def test_states_that_lean_on_models_are_found(bad_house):
    root = bad_house(letters__states="import letters.models.letter", letters__models__letter="")

    assert wrong_way_in_a_room(root, ROOMS) == [
        "letters/states.py:1 imports letters.models.letter: states stand on the ground of the room"
    ]
