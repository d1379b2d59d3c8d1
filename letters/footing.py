"""By what a database is known from within, so that one which was restored from a copy is seen to be another.

PostgreSQL: the number of our own table, the cluster's identifier and its timeline, and which transaction has written a row that
is written once, the mark. A dump that is restored makes the table anew, or at least its rows; another server has another
identifier, and a copy of the files that was rolled forward or promoted another timeline. SQLite: the number of the file.
"""

from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from letters.models import Footing

_TABLE = "SELECT 'letters_footing'::regclass::oid::text"
# PostgreSQL notes it in every row, keeps it when it tidies up, and no dump holds it (documentation, 5.6 "System Columns").
_MARK = "SELECT coalesce((SELECT xmin::text FROM letters_footing WHERE id = 2), '')"
_MAY_ASK = (
    "SELECT has_function_privilege('pg_control_system()', 'execute')"
    " AND has_function_privilege('pg_control_checkpoint()', 'execute')"
)
_SERVER = """
SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' ||
       (SELECT timeline_id FROM pg_control_checkpoint())::text
"""


def known_by() -> str:
    """At most four queries, without rights beyond those of any user. Ends with a "/" where no mark was written yet."""
    if connection.vendor != "postgresql":
        path = Path(connection.settings_dict["NAME"])
        return f"file/{path.stat().st_ino}" if path.is_file() else "memory"
    with connection.cursor() as cursor:
        found = [_one(cursor, _TABLE)]
        if _one(cursor, _MAY_ASK):
            found.append(_one(cursor, _SERVER))
        found.append(_one(cursor, _MARK))
    return "/".join(found)


def has_changed(*, now: datetime) -> bool:
    """Whether the database is another than when this was asked last; noted, so that it is answered once."""
    is_now = known_by()
    before = Footing.objects.filter(pk=1).values_list("known_by", flat=True).first()
    if before == is_now:
        return False
    is_only_marked = False
    if is_now.endswith("/"):
        marked = Footing(pk=Footing.MARK, known_by="by who has written it", at=now)
        Footing.objects.bulk_create([marked], ignore_conflicts=True)
        # Known before there were marks it is the same one.
        is_only_marked, is_now = before == is_now.rstrip("/"), known_by()
    Footing.objects.update_or_create(pk=1, defaults={"known_by": is_now, "at": now})
    return before is not None and not is_only_marked


def _one(cursor: CursorWrapper, statement: str) -> str:
    cursor.execute(statement)
    return cursor.fetchone()[0]
