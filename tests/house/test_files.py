from pathlib import Path

import pytest

from tests.house.files import (
    MACHINE,
    choices_without_a_reason,
    long_files,
    names_without_a_story,
    silenced_without_a_reason,
    traces_of_a_machine,
)

ROOT = Path(__file__).resolve().parents[2]


def test_file_names_tell_the_story():
    assert names_without_a_story(ROOT) == []


def test_a_name_without_a_story_is_found(tmp_path):
    for name in ("letters/utils.py", "letters/helpers/dates.py", "letters/freezing.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert names_without_a_story(tmp_path) == ["letters/helpers/dates.py", "letters/utils.py"]


def test_no_file_is_longer_than_three_hundred_lines():
    assert long_files(ROOT) == []


def test_a_long_file_is_found(tmp_path):
    for name in ("letters/freezing.py", "letters/migrations/0001_first.py", "tests/test_freezing.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("line\n" * 301)
    (tmp_path / "letters/wording.py").write_text("line\n" * 300)

    assert long_files(tmp_path) == [
        f"{name} has 301 lines: split it by verb or noun"
        for name in ("letters/freezing.py", "tests/test_freezing.py")
    ]


def test_every_dependency_and_every_ignored_rule_says_why():
    assert choices_without_a_reason((ROOT / "pyproject.toml").read_text()) == []


def test_a_choice_without_a_reason_is_found():
    sample = """
dependencies = [
  "django>=5.2",  # the framework
  "celery>=5.7",
]
[tool.ruff.lint]
select = ["E", "F"]
ignore = [
  "E501",
]
[tool.ruff.lint.per-file-ignores]
"tests/**" = ["S101"]
"""

    assert choices_without_a_reason(sample) == [
        'pyproject.toml:4 gives no reason: "celery>=5.7",',
        'pyproject.toml:9 gives no reason: "E501",',
        'pyproject.toml:12 gives no reason: "tests/**" = ["S101"]',
    ]


def test_every_silenced_rule_says_why():
    assert silenced_without_a_reason(ROOT) == []


@pytest.mark.parametrize("comment", ["noqa", "noqa: S608", "type: ignore", "type: ignore[arg-type]"])
def test_a_rule_silenced_without_a_reason_is_found(tmp_path, comment):
    (tmp_path / "sending.py").write_text(f"go()  # {comment}\n")

    assert silenced_without_a_reason(tmp_path) == ["sending.py:1 silences without code and reason"]


@pytest.mark.parametrize(
    "comment", ["noqa: S608 -- our own names", "type: ignore[arg-type]  # the stubs lag"]
)
def test_a_reason_is_enough(tmp_path, comment):
    (tmp_path / "sending.py").write_text(f"go()  # {comment}\n")

    assert silenced_without_a_reason(tmp_path) == []


def test_nothing_names_the_machine_it_was_written_on():
    assert traces_of_a_machine(ROOT) == []


@pytest.mark.parametrize("trace", ["/ho" + "me/amara/outcry", "..", "https://py" + "pi.org/simple"])
def test_a_trace_of_a_machine_is_found(tmp_path, trace):
    trace = "../" + "shared/facts.yaml" if trace == ".." else trace
    (tmp_path / "notes.md").write_text(f"see {trace}\n")

    assert traces_of_a_machine(tmp_path) == [f"notes.md:1 names what users do not have: see {trace}"]


def test_a_path_of_a_server_is_no_trace():
    assert MACHINE.search("put the ring into /etc/outcry/keyring") is None
