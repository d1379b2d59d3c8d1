"""Write down what was made of letters that nobody has withdrawn or held meanwhile, and say that they are ready.

    seal({letter.pk: made, …}, now=now)

One transaction, and on PostgreSQL one statement for all of them: a run of letters is handed over as one document, because
thousands of parameters cost more to spell than their rows to write.
"""

import json
from binascii import b2a_base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from letters import shells
from letters.models import Letter, LetterPdf
from letters.paper import Made, kept
from letters.rendering import RenderedLetter
from letters.states import State
from outbox import prepared

_SEAL = f"""
WITH given AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(given)s) AS r(
        letter_id bigint, tier text, shell_id text, lines text, content text, sha256 text, pages smallint
    )
), still AS MATERIALIZED (
    SELECT id FROM {Letter._meta.db_table}
    WHERE id IN (SELECT letter_id FROM given) AND state = '{State.FROZEN}' ORDER BY id FOR UPDATE
), moved AS (
    UPDATE {Letter._meta.db_table} SET state = '{State.READY}', claimed_until = NULL, reason = ''
    WHERE id IN (SELECT id FROM still)
)
INSERT INTO {LetterPdf._meta.db_table}
    (letter_id, tier, shell_id, lines, content, sha256, pages, rendered_at)
SELECT g.letter_id, g.tier, g.shell_id, decode(g.lines, 'base64'), decode(g.content, 'base64'),
    g.sha256, g.pages, %(now)s
FROM given AS g JOIN still ON still.id = g.letter_id ORDER BY g.letter_id
ON CONFLICT (letter_id) DO UPDATE SET tier = EXCLUDED.tier, shell_id = EXCLUDED.shell_id, lines = EXCLUDED.lines,
    content = EXCLUDED.content, sha256 = EXCLUDED.sha256, pages = EXCLUDED.pages, rendered_at = EXCLUDED.rendered_at
RETURNING letter_id
"""  # noqa: S608 -- our own tables and states


@transaction.atomic
def seal(made: Mapping[int, Made], *, now: datetime) -> None:
    """A letter that was released to be made anew has a PDF from before: the new one takes its place."""
    if not made:
        return
    shells.see_to_rows(one.shell for one in made.values() if not isinstance(one, RenderedLetter))
    (_seal_document if prepared.is_postgresql() else _seal_rows)(made, now)


def _seal_document(made: Mapping[int, Made], now: datetime) -> None:
    fields: dict[str, Any] = {name: LetterPdf._meta.get_field(name) for name in ("lines", "content")}

    def row(pk: int, one: Made) -> dict[str, Any]:
        said = {"shell_id": None, "lines": {}, "content": b"", **kept(one)}
        closed = {
            name: b2a_base64(field.get_prep_value(said[name]), newline=False).decode()
            for name, field in fields.items()
        }
        return {**said, **closed, "letter_id": pk}

    document = json.dumps([row(pk, one) for pk, one in made.items()])
    prepared.rows(_SEAL, {"given": document, "now": now})


def _seal_rows(made: Mapping[int, Made], now: datetime) -> None:
    still = Letter.objects.filter(pk__in=made, state=State.FROZEN)
    moved = list(still.order_by("pk").values_list("pk", flat=True))
    Letter.objects.filter(pk__in=moved).update(state=State.READY, claimed_until=None, reason="")
    rows = [LetterPdf(letter_id=pk, rendered_at=now, **kept(made[pk])) for pk in moved]
    fields = ["tier", "shell", "lines", "content", "sha256", "pages", "rendered_at"]
    LetterPdf.objects.bulk_create(rows, update_conflicts=True, unique_fields=["letter"], update_fields=fields)
