"""Make letters of confirmed signatures, in one statement, without opening what is sealed.

INSERT … SELECT copies the ciphertext from the signature to the letter. A second run, or a second
worker at the same moment, makes nothing twice: (signature, target, step) and the reference are unique.
"""

from datetime import datetime

from django.db import connection, transaction

from appeals.models import Signature
from kit.wake import wake
from letters.models import Dispatch, Letter
from letters.states import State

NO_ADDRESS = "No verified email address of this office was known when the letter was signed."

# A letter that was cancelled stays so; only a signature made anew, with another reference, writes another.
_FREEZE = f"""
INSERT INTO {Letter._meta.db_table}
    (signature_id, target_id, step, appeal_id, contact_id, reference, language, frozen, digest,
     state, reason, tries, created_at)
SELECT signature.id, signature.target_id,
       (SELECT COALESCE(MAX(earlier.step) + 1, 0) FROM {Letter._meta.db_table} earlier
         WHERE earlier.signature_id = signature.id),
       signature.appeal_id, signature.email_contact_id, signature.reference, signature.letter_language,
       signature.agreed, signature.agreed_digest,
       CASE WHEN signature.email_contact_id IS NULL THEN '{State.PARKED}' ELSE '{State.FROZEN}' END,
       CASE WHEN signature.email_contact_id IS NULL THEN %s ELSE '' END,
       0, %s
  FROM {Signature._meta.db_table} signature
 WHERE signature.state = 'confirmed'
   AND signature.moderation NOT IN ('waiting', 'refused')
   AND NOT EXISTS (SELECT 1 FROM {Letter._meta.db_table} letter
                    WHERE letter.signature_id = signature.id
                      AND (letter.state <> '{State.CANCELLED}' OR letter.reference = signature.reference))
 ORDER BY signature.confirmed_at, signature.id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 -- our own table and state names


@transaction.atomic
def freeze(*, now: datetime) -> int:
    """Return how many letters are new. Three statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE, [NO_ADDRESS, connection.ops.adapt_datetimefield_value(now)])
        made = int(cursor.rowcount)
    if made:
        _open_dispatches(now)
        wake("letters.render")
    return made


def _open_dispatches(now: datetime) -> None:
    fresh = (
        Letter.objects.filter(created_at=now)
        .order_by("appeal", "target")
        .values_list("appeal", "target", "appeal__act_before")
        .distinct()
    )
    Dispatch.objects.bulk_create(
        [
            Dispatch(appeal_id=appeal, target_id=target, starts_at=now, ends_at=act_before)
            for appeal, target, act_before in fresh
        ],
        ignore_conflicts=True,
    )
