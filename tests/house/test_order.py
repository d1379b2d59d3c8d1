from tests.order import next_of, scope_of, spread

QUICK = [f"tests/kit/test_{letter}.py::test_{number}" for letter in "abcde" for number in (1, 2)]
WAITING = ["tests/demo/test_x.py::test_1", "tests/flows/test_y.py::test_1", "tests/flows/test_y.py::test_2"]
SHARED = ["tests/flows/test_signing.py::test_1", "tests/flows/test_walk.py::test_1"]
APART = [f"tests/benchmarks/test_shape.py::test_it[{name}]" for name in ("letters", "outbox")]


def ordered(names: list[str]) -> list[str]:
    return spread(names, name_of=str)


def test_files_that_wait_stand_between_the_others_and_stay_whole():
    files = [name.split("::")[0] for name in ordered([*WAITING, *QUICK])]
    assert [f"{name[-4]}{files.count(name)}" for name in dict.fromkeys(files)] == [
        "y2",
        "a2",
        "x1",
        "b2",
        "c2",
        "d2",
        "e2",
    ]


def test_nothing_is_lost_where_one_kind_is_missing():
    for items in (QUICK, []):
        assert ordered(items) == items
    assert sorted(ordered(WAITING)) == sorted(WAITING)


def test_walks_on_one_demonstration_are_one_worker_s_and_in_their_order():
    assert ordered([SHARED[0], *QUICK, SHARED[1]])[:2] == [SHARED[1], SHARED[0]]
    assert scope_of(SHARED[0]) == scope_of(SHARED[1]) == "tests/flows/test_walk.py"


def test_a_benchmark_is_for_any_worker():
    assert [scope_of(name) for name in APART] == APART
    assert scope_of(QUICK[0]) == scope_of(QUICK[1]) == "tests/kit/test_a.py"


def test_while_two_wait_a_third_calculates_and_nothing_is_left_over():
    left = ["tests/flows/test_y.py", "tests/kit/test_a.py", "tests/kit/test_b.py"]
    demo, faults, quick = "tests/demo/test_x.py", "tests/faults/test_z.py", "tests/kit/test_c.py"
    assert next_of(left, []) == left[0]
    assert next_of(left, [demo, quick]) == left[0]
    assert next_of(left, [demo, faults]) == left[1]
    assert next_of(left[:1], [demo, faults]) == left[0]
    assert next_of(left[1:], [quick]) == left[1]
