"""Make letters of confirmed signatures, without opening what is sealed.

INSERT … SELECT copies the ciphertext from the signature to the letter. A second run, or a second
worker at the same moment, makes nothing twice: (signature, target, step) and the reference are unique.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from appeals.models import Signature
from kit.wake import wake
from letters.models import Dispatch, Letter, Pace
from letters.states import State

NO_ADDRESS = "No verified email address of this office was known when the letter was signed."
MOST_AT_ONCE = 1_000

_FREEZE = f"""
INSERT INTO {Letter._meta.db_table}
    (signature_id, target_id, step, appeal_id, contact_id, reference, language, frozen, digest,
     state, reason, tries, posted_via, signed_at, created_at)
SELECT signature.id, signature.target_id,
       (SELECT COALESCE(MAX(earlier.step) + 1, 0) FROM {Letter._meta.db_table} earlier
         WHERE earlier.signature_id = signature.id),
       signature.appeal_id, signature.email_contact_id, signature.reference, signature.letter_language,
       signature.agreed, signature.agreed_digest,
       CASE WHEN signature.email_contact_id IS NULL THEN '{State.PARKED}' ELSE '{State.FROZEN}' END,
       CASE WHEN signature.email_contact_id IS NULL THEN %s ELSE '' END,
       0, '', signature.confirmed_at, %s
  FROM {Signature._meta.db_table} signature
 WHERE signature.id IN ({{ids}})
 ORDER BY signature.confirmed_at, signature.id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 -- our own table and state names


@transaction.atomic
def freeze(*, now: datetime) -> int:
    """Return how many letters are new, MOST_AT_ONCE at most. A constant number of statements, however many there are."""
    wanted = locked(_without_a_letter())
    if not wanted:
        return 0
    with connection.cursor() as cursor:
        statement = _FREEZE.format(ids=", ".join(["%s"] * len(wanted)))
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(statement, [NO_ADDRESS, moment, *wanted])
        made = int(cursor.rowcount)
    note(Signature.objects.filter(pk__in=wanted))
    _open_dispatches(wanted, now)
    wake("letters.render")
    if made == MOST_AT_ONCE:
        wake("letters.freeze")
    return made


def note(signatures: "QuerySet[Signature]") -> None:
    """Note on signatures that the letter of their reference is there. One statement; their rows must be locked."""
    letter = Letter.objects.filter(signature=OuterRef("pk"), reference=OuterRef("reference"))
    signatures.filter(Exists(letter.exclude(state=State.CANCELLED))).update(letter_reference=F("reference"))


def locked(signatures: "QuerySet[Signature]") -> list[int]:
    """Whoever amends, withdraws or decides about one of them meanwhile waits, and leaves what was noted to the next tick."""
    rows = signatures.select_for_update(of=("self",), skip_locked=True).order_by("confirmed_at", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


def _without_a_letter() -> "QuerySet[Signature]":
    """Confirmed, and nobody has still to read them or has refused to hand them on.

    A letter that was cancelled stays so; only a signature made anew, with another reference, writes another.
    """
    in_the_way = Letter.objects.filter(
        ~Q(state=State.CANCELLED) | Q(reference=OuterRef("reference")), signature=OuterRef("pk")
    )
    found: QuerySet[Signature] = Signature.objects.whose_letter_differs().confirmed()
    return found.exclude(moderation__in=[Signature.Moderation.WAITING, Signature.Moderation.REFUSED]).exclude(
        Exists(in_the_way)
    )


def _open_dispatches(signatures: Sequence[int], now: datetime) -> None:
    fresh = (
        Letter.objects.filter(signature__in=signatures, created_at=now)
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
    Pace.objects.bulk_create(
        [Pace(target_id=target, next_at=now) for target in {target for _appeal, target, _ends in fresh}],
        ignore_conflicts=True,
    )
