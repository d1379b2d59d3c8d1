from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from tests.house import documents
from tests.house.test_layers import ROOMS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for folder in (".", "docs", "docs/adr") for path in (ROOT / folder).glob("*.md"))
# Words that pages, desk and code use before they have a model.
WORDS = (
    "beneficiary, claim, ledger, copies to, urgent action, further information, stop action, merge field, brick, "
    "double opt-in, print batch, outbox, transport, bounce, complaint, mailing, handover, retention, erasure"
)


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def our_models():
    return [model for model in apps.get_models() if (ROOT / model.__module__.split(".")[0]).is_dir()]


def test_every_setting_is_documented_and_none_is_invented():
    assert documents.settings_documented(page("operate.md")) == documents.settings_read(ROOT)


def test_every_command_is_documented_and_none_is_invented():
    commands = documents.front_door_commands(ROOT)
    managed = {f"manage {name}" for name in documents.management_commands(ROOT)}

    assert documents.commands_documented(page("operate.md")) == commands | managed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_tells_you_to_type_exists(path):
    typed, managed = documents.commands_named(path.read_text(encoding="utf-8"))

    assert typed - documents.front_door_commands(ROOT) == set()
    assert managed - set(get_commands()) - documents.management_commands(ROOT) == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_names_is_there(path):
    assert documents.paths_missing(ROOT, path.read_text(encoding="utf-8"), beside=path.parent) == []


def test_the_glossary_has_every_state_machine_and_no_other():
    have = documents.machines(our_models())
    written = documents.machines_documented(page("glossary.md"))

    assert [place for states, place in have.items() if states not in written] == []
    assert [sorted(states) for states in written if states not in have] == []


def test_the_glossary_has_a_word_for_every_model():
    names = {str(model._meta.verbose_name).lower() for model in our_models()}

    assert names - documents.words_documented(page("glossary.md")) == set()


def test_the_words_of_the_house_are_explained():
    assert set(WORDS.split(", ")) - documents.words_documented(page("glossary.md")) == set()


def test_the_tour_leads_through_every_room():
    tour = page("tour.md")

    assert [room for room in sorted(ROOMS) if (ROOT / room).is_dir() and f"| `{room}/` |" not in tour] == []


def test_every_decision_is_in_the_index_and_looks_like_one():
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text()
    decisions = sorted(folder.glob("0*.md"))

    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        lines = path.read_text().splitlines()
        title = lines[0].removeprefix(f"# {path.name[:4]} ")
        assert f"| [{path.name[:4]}]({path.name}) |" in index
        assert title != lines[0]
        assert [line for line in lines if line.startswith("## ")][-2:] == ["## Decision", "## What it costs"]
        assert len(lines) <= 60


def test_the_licence_is_the_whole_one():
    text = (ROOT / "LICENSE").read_text()

    assert text.split()[:5] == ["GNU", "AFFERO", "GENERAL", "PUBLIC", "LICENSE"]
    assert [f"\n  {number}. " in text for number in range(18)] == [True] * 18
    assert "END OF TERMS AND CONDITIONS" in text


# That each of these can fail:


def test_a_setting_nobody_wrote_down_is_seen(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "env.py").write_text("")
    (tmp_path / "config" / "settings.py").write_text(
        'A = env.str("OUTCRY_A", "")\nB = read(env.int, "OUTCRY_B", 1, "a number")\nraise E("Unset OUTCRY_C.")'
    )

    assert documents.settings_read(tmp_path) == {"OUTCRY_A", "OUTCRY_B"}
    assert documents.settings_documented("| `OUTCRY_A` | 1 | x |\nOUTCRY_B") == {"OUTCRY_A"}


def test_a_command_that_does_not_exist_is_seen():
    assert documents.commands_named(
        "run `./outcry manage undo` or `python3 outcry fly` or `manage.py jump`"
    ) == (
        {"manage", "fly"},
        {"undo", "jump"},
    )


def test_a_state_nobody_explained_is_seen():
    text = "## Words\n- `lost`: not a state\n\n## States\n\n### Letter\n\n- `frozen`: it stands.\n- `ready`\n"

    assert documents.machines_documented(text) == {frozenset({"frozen"})}


def test_a_file_that_is_gone_is_seen(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "freezing.py").touch()
    (tmp_path / ".gitignore").write_text("/var/\n*.mo\n")
    text = "`letters/freezing.py` `letters/melting.py` `letters/` [a](gone.md) [b](https://example.org) `letters.freeze` `var/demo`"

    assert documents.paths_missing(tmp_path, text, beside=tmp_path) == ["gone.md", "letters/melting.py"]
