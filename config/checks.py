"""What `manage.py check` says before anything starts: each answer is one sentence with the next step."""

import ctypes.util
import sys
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kit.encryption import ring

PANGO_LINE = {
    "linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
}
# Every step that a migration of today replaces is still a file there.
LAST_WITH_ALL_STEPS = "bddaee0"


@register(Tags.compatibility)
def pango_is_there(**_: Any) -> list[CheckMessage]:
    names = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
    if all(ctypes.util.find_library(name) or _loads(name) for name in names):
        return []
    line = PANGO_LINE.get(sys.platform, "see WeasyPrint's installation page for this system")
    return [Error("Letters cannot be made: Pango is missing.", hint=f"Install it: {line}", id="outcry.E001")]


def _loads(name: str) -> bool:
    # The front door may have unpacked Pango beside the project; ldconfig does not know it, the loader does.
    try:
        ctypes.CDLL(f"lib{name}.so.0")
    except OSError:
        return False
    return True


@register(Tags.security)
def key_ring_can_be_read(**_: Any) -> list[CheckMessage]:
    try:
        ring()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="outcry.E002")]
    return []


@register(Tags.security, deploy=True)
def demonstration_is_not_deployed(**_: Any) -> list[CheckMessage]:
    if not settings.OUTCRY_DEMO:
        return []
    return [
        Error(
            "OUTCRY_DEMO is on: demonstration data must not be served to anyone.",
            hint="Unset OUTCRY_DEMO.",
            id="outcry.E003",
        )
    ]


@register(Tags.security, deploy=True)
def readers_can_reach_somebody(**_: Any) -> list[CheckMessage]:
    contact = settings.OUTCRY_CONTACT
    if "@" in contact or contact.startswith(("https://", "http://")):
        return []
    return [
        CheckMessage(
            WARNING,
            "Nobody who reads a page can find out who answers for it: OUTCRY_CONTACT is no mail address and no web address.",
            hint="Set OUTCRY_CONTACT, and OUTCRY_FROM_NAME to the name of your group.",
            id="outcry.W001",
        )
    ]


@register(Tags.database)
def ring_fits_database(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """A wrong key means no start: look at one sealed value of every sealed column."""
    from django.apps import apps
    from django.db import connections

    from kit.sealed_fields import SealedBytesField, SealedJSONField, SealedTextField

    wrong = []
    for alias in databases or []:
        connection = connections[alias]
        tables = set(connection.introspection.table_names())
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if not isinstance(field, SealedTextField | SealedJSONField | SealedBytesField):
                    continue
                if model._meta.db_table not in tables:
                    continue
                quote, column, key = connection.ops.quote_name, str(field.column), str(model._meta.pk.column)
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT {quote(column)} FROM {quote(model._meta.db_table)} "  # noqa: S608 -- our own names
                        f"WHERE length({quote(column)}) > 0 ORDER BY {quote(key)} DESC LIMIT 1"
                    )
                    row = cursor.fetchone()
                if row and not ring().holds_key_of(bytes(row[0])):
                    wrong.append(f"{model._meta.label}.{field.name}")
    if not wrong:
        return []
    return [
        Error(
            f"The key ring does not open {', '.join(wrong)}.",
            hint="OUTCRY_KEYRING names the ring of another database; put the right file in place.",
            id="outcry.E004",
        )
    ]


@register(Tags.database)
def database_stands_at_a_step(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Steps that one file replaces are either all applied or none: Django would leave the room of that file alone, without a word."""
    from django.db import connections

    between = set()
    for alias in databases or []:
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for migration in MigrationLoader(None).disk_migrations.values():
            if 0 < sum(step in applied for step in migration.replaces) < len(migration.replaces):
                between.add(migration.app_label)
    if not between:
        return []
    return [
        Error(
            f"The tables of {', '.join(sorted(between))} stand between two versions of Outcry.",
            hint=f"Check out commit {LAST_WITH_ALL_STEPS}, run migrate there, and come back.",
            id="outcry.E008",
        )
    ]
