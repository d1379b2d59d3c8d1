"""Every column in which words can stand is declared: whose it is and until when, or that it is about nobody."""

import re
from pathlib import Path

import pytest
from django.db import models

from kit import personal
from supporters.models import Supporter

PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
REGISTER = re.compile(r"<!-- register -->\n(.*?)<!-- end -->", re.DOTALL)


def test_no_column_of_words_is_undeclared():
    assert personal.undeclared() == []


def test_a_column_that_nobody_declared_is_found(monkeypatch):
    known = personal._REGISTER[Supporter]
    monkeypatch.setitem(
        personal._REGISTER, Supporter, personal.Declared(Supporter, (), frozenset({"language"}))
    )

    assert personal.undeclared() == [
        f"supporters.Supporter.{name}" for name in ("email", "email_index", "mailbox_index")
    ]
    assert {"email", "email_index", "mailbox_index"} <= known.named


def test_a_column_that_is_not_there_cannot_be_declared():
    with pytest.raises(LookupError):
        personal.declare(Supporter, plain="nickname")


def test_every_sealed_column_is_somebody_s():
    """What is sealed is sealed because it is about people."""
    sealed = {
        (one.model, column.name)
        for one in personal.register()
        for column in one.model._meta.local_concrete_fields
        if type(column).__module__ == "kit.sealed_fields"
    }
    owned = {(one.model, name) for one in personal.register() for kept in one.kept for name in kept.names}

    assert sealed - owned == set()
    assert isinstance(Supporter._meta.get_field("email"), models.BinaryField)


def test_the_document_has_the_register_as_it_is():
    """`./outcry manage forget --register` prints it."""
    (written,) = REGISTER.findall(PAGE.read_text(encoding="utf-8"))

    assert written.strip() == personal.table().strip()
