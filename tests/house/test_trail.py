"""Every verb that a person calls stands in the trail, or here with the reason why not."""

import ast
from pathlib import Path

from tests.house.layers import layer
from tests.house.test_layers import ROOMS, ROOT
from tests.house.tree import product

NOT_TOLD = {
    "appeals/self_sending.py: note_sent": "`by` is the way, mail or post; a signer tells it of their own letter",
    "appeals/self_sending.py: take_back": "the same",
    "demo/preparing.py: publish_cases": "calls verbs that are told of",
    "letters/dossier.py: make_dossier": "changes nothing; letters/admin/dossier.py logs who made it",
    "letters/test_mode.py: mail_to_me": "a test to oneself",
    "mailings/trying_out.py: mail_to_me": "the same",
}


def untold(root: Path, rooms: frozenset[str]) -> list[str]:
    found = []
    for path in product(root, rooms):
        if layer(path) != "verb":
            continue
        for node in ast.parse((root / path).read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            is_told = any(ast.unparse(one) == "recorded" for one in node.decorator_list)
            if "by" in {arg.arg for arg in node.args.kwonlyargs} and not is_told:
                found.append(f"{path}: {node.name}")
    return found


def test_every_verb_that_a_person_calls_is_in_the_trail():
    assert sorted(untold(ROOT, ROOMS)) == sorted(NOT_TOLD)


def test_a_verb_that_is_not_told_is_found(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "holding.py").write_text(
        "def hold(*, by, now): ...\n@recorded\ndef told(*, by): ...\ndef _own(*, by): ...\n"
    )
    assert untold(tmp_path, frozenset({"letters"})) == ["letters/holding.py: hold"]
