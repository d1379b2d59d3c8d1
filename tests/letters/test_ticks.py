"""A tick costs what there is to do, and nothing for what has been done."""

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
from tests.letters.factories import LATER, accept, enqueued_letters, frozen_letters
from tests.steps import copies, steps

LEFT = 60


def many_have_left(letter: Letter) -> None:
    """More like this one, which the office's mail server has taken."""

    def reference(number: int) -> str:
        return f"OC-0000-{number:04}"

    signatures = copies(
        letter.signature,
        LEFT,
        lambda number: {
            "supporter_id": None,
            "reference": reference(number),
            "letter_reference": reference(number),
        },
    )
    messages = copies(
        letter.message, LEFT, lambda number: {"key": f"copy:{number}", "message_id": f"<{number}@copy>"}
    )
    copies(
        letter,
        LEFT,
        lambda number: {
            "signature_id": signatures[number].pk,
            "message_id": messages[number].pk,
            "reference": reference(number),
        },
    )


def test_signatures_whose_letter_differs_are_found_by_an_index_of_their_own(appeal):
    frozen_letters(appeal, 3)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Going through all is quicker while there are three.
            cursor.execute("ANALYZE appeals_signature; SET LOCAL enable_seqscan = off")
    for differs in (
        Signature.objects.whose_letter_differs(),
        Signature.objects.whose_letter_differs().exclude(letter_reference=""),
        Signature.objects.whose_letter_differs().confirmed(),
    ):
        assert "signature_letter_differs" in differs.order_by("confirmed_at", "pk").explain()


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
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        for _settled in range(2):
            before = {name: steps(what) for name, what in asked.items()}
        many_have_left(Letter.objects.select_related("signature", "message").get(state="accepted"))
        assert {name: steps(what) for name, what in asked.items()} == before
    assert min(before.values()) > 0
