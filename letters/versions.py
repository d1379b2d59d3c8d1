"""Versions of letters: over every row that decides whether one may leave by mail (letters/leaving.py, runs.py, paper.py)."""

from collections.abc import Collection

from appeals.deciding_rows import rows_of_appeal
from kit.row_versions import version_of
from outbox import prepared

_OF_THE_APPEAL = [
    *rows_of_appeal("a.id", "a.case_id"),
    # Pausing: the campaign of its case.
    ("campaigns_campaign", "t.id = (SELECT c.campaign_id FROM campaigns_case AS c WHERE c.id = a.case_id)"),
]
_OF_THE_LETTER = [
    ("letters_letter", "t.id = l.id"),
    ("letters_letterpdf", "t.letter_id = l.id"),
    ("appeals_signature", "t.id = l.signature_id"),
    ("campaigns_contact", "t.id = l.contact_id"),
    ("campaigns_target", "t.id = l.target_id"),
    ("letters_dispatch", "t.appeal_id = l.appeal_id AND t.target_id = l.target_id"),
]
VERSIONED = frozenset(table for table, _ in [*_OF_THE_APPEAL, *_OF_THE_LETTER])
_VERSIONS = f"""
WITH chosen AS MATERIALIZED (SELECT * FROM letters_letter WHERE id = ANY(%(letters)s)),
said AS MATERIALIZED (
    SELECT a.id, {version_of(_OF_THE_APPEAL)} AS version FROM appeals_appeal AS a WHERE a.id IN (SELECT appeal_id FROM chosen)
)
SELECT l.id, said.version, {version_of(_OF_THE_LETTER)} FROM chosen AS l JOIN said ON said.id = l.appeal_id
"""  # noqa: S608 -- our own words


def versions_of(letters: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return {letter id: its versions}; a letter that is gone is missing. One statement. PostgreSQL alone can be asked."""
    return {pk: (said, own) for pk, said, own in prepared.rows(_VERSIONS, {"letters": list(letters)})}
