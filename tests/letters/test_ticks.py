"""A tick costs what there is to do, and nothing for what has been done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from appeals.models import Signature
from campaigns.models import StatusRecord
from letters import tasks
from letters.forecasting import forecasts
from letters.models import Letter
from letters.on_hold import cases_on_hold
from letters.place import place
from outbox.models import Message
from tests.letters.factories import LATER, accept, enqueued_letters

LEFT = 60


def steps(what: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for the statements of this: its own work, whatever the clock says."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        connection.connection.set_progress_handler(step, 1)
        try:
            what()
        finally:
            connection.connection.set_progress_handler(None, 0)
    return taken


def many_have_left(letter: Letter, count: int) -> None:
    """More like this one, which the office's mail server has taken."""
    signature, message = letter.signature, letter.message
    signatures, messages, letters = [], [], []
    for number in range(count):
        reference, key = f"OC-0000-{number:04}", f"letter:copy:{number}"
        columns = {"supporter_id": None, "reference": reference, "letter_reference": reference}
        signatures.append(Signature(**{**_columns(signature), **columns}))
        messages.append(
            Message(**{**_columns(message), "key": key, "message_id": f"<{number}@copy.example>"})
        )
        letters.append(Letter(**{**_columns(letter), "reference": reference}))
    Signature.objects.bulk_create(signatures)
    Message.objects.bulk_create(messages)
    for one, signed, mailed in zip(letters, signatures, messages, strict=True):
        one.signature, one.message = signed, mailed
    Letter.objects.bulk_create(letters)


def _columns(row) -> dict:
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return {name: getattr(row, name) for name in names}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone counts the steps of its statements")
@pytest.mark.parametrize("on_hold", [False, True])
def test_ticks_and_pages_cost_the_same_however_many_letters_have_left(appeal, on_hold):
    left, waits = enqueued_letters(appeal, 2)
    accept(left)
    if on_hold:
        record = StatusRecord.objects.get()
        record.pk, record.key, record.status = None, "free", "released"
        record.save()
    asked = {
        **{task: getattr(tasks, task) for task in ("freeze", "render", "dispatch", "count")},
        "place": lambda: place(waits.signature, now=LATER),
        "on hold": cases_on_hold,
        "forecasts": lambda: forecasts(targets=[waits.target_id], now=LATER),
    }
    for _settled in range(2):
        before = {name: steps(what) for name, what in asked.items()}
    many_have_left(Letter.objects.select_related("signature", "message").get(state="accepted"), LEFT)
    assert {name: steps(what) for name, what in asked.items()} == before
    assert min(before.values()) > 0
