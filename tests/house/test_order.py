from tests.order import spread

QUICK = [f"tests/kit/test_{letter}.py::test_{number}" for letter in "abcde" for number in (1, 2)]
WAITING = ["tests/demo/test_x.py::test_1", "tests/flows/test_y.py::test_1", "tests/flows/test_y.py::test_2"]


def file_of(name: str) -> str:
    return name.split("::")[0]


def test_files_that_wait_stand_between_the_others_and_stay_whole():
    files = [file_of(name) for name in spread([*WAITING, *QUICK], file_of=file_of)]
    assert [f"{name[-4]}{files.count(name)}" for name in dict.fromkeys(files)] == [
        "x1",
        "a2",
        "b2",
        "y2",
        "c2",
        "d2",
        "e2",
    ]


def test_nothing_is_lost_where_one_kind_is_missing():
    for items in (QUICK, WAITING, []):
        assert spread(items, file_of=file_of) == items
