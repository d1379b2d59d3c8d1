"""The drill: write a backup, lose everything, restore it, and find every row and picture as they were, and nothing leaving."""

import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from appeals import moderating
from config.backing_up import stored, tables
from kit.encryption import new_ring
from letters import freezing, making, scheduling
from letters.models import Dispatch, Letter
from outbox.models import Message, Switch
from supporters.models import Supporter
from tests import people
from tests.letters.factories import LATER, quick_press
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)
ON_HOLD = {"outbox_switch", "letters_dispatch", "letters_footing"}


@pytest.fixture
def house() -> None:
    people.an_embassy(country="GB")
    signature = people.amara_confirms(
        people.an_open_appeal(), own_words="Größe, Ержан\n“quoted”", wants_updates=True
    )
    moderating.pass_on(signature=signature, by=people.dana(), now=NOW)
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=9)
    scheduling.schedule(now=LATER)
    for name in stored(default_storage):
        default_storage.delete(name)
    default_storage.save("pictures/steppe.jpg", ContentFile(bytes(range(256)) * 1_000))


def rows() -> dict[str, list]:
    """Every table as the database holds it, what is sealed still sealed."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables():
            table = model._meta.db_table
            columns = ", ".join(
                connection.ops.quote_name(str(one.column)) for one in model._meta.local_concrete_fields
            )
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608 -- our own names
            found[table] = [
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
                for row in cursor.fetchall()
            ]
    return found


def backed_up(folder: Path) -> Path:
    file = folder / "outcry.backup"
    call_command("back_up", file, stdout=StringIO())
    return file


def restored(file: Path) -> str:
    said = StringIO()
    call_command("restore", file, stdout=said)
    return said.getvalue()


def lose_everything() -> None:
    call_command("flush", verbosity=0, interactive=False)
    default_storage.delete("pictures/steppe.jpg")


def test_everything_comes_back_as_it_was_and_waits_for_a_person(house, tmp_path):
    before, picture = rows(), default_storage.open("pictures/steppe.jpg").read()
    file = backed_up(tmp_path)
    said = StringIO()
    call_command("restore", file, check=True, stdout=said)
    assert said.getvalue().startswith(f"Whole: {sum(map(len, before.values()))} rows and 1 files of ")
    lose_everything()
    assert Letter.objects.count() == 0

    restored(file)

    after = rows()
    assert [table for table in before if before[table] != after[table] and table not in ON_HOLD] == []
    assert default_storage.open("pictures/steppe.jpg").read() == picture
    assert Switch.objects.get(name="everything").paused is True
    assert Dispatch.objects.values_list("state", flat=True).get() == "waiting"
    assert Letter.objects.get().frozen["own_words"] == "Größe, Ержан\n“quoted”"
    # New rows are numbered after those that came back.
    people.amara_signs(people.an_open_appeal(case=people.a_case(slug="weaver")), email="chidi@example.org")
    assert Message.objects.count() == 2


def test_what_is_in_the_file_is_read_by_nobody_without_the_ring(house, tmp_path, settings):
    file = backed_up(tmp_path)
    content = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    key = settings.OUTCRY_KEYRING.read_text().split()[-1].encode()
    assert [word for word in (b"Amara", b"baker", b"appeals", key) if word in content] == []

    (tmp_path / "other").write_text(new_ring())
    settings.OUTCRY_KEYRING = tmp_path / "other"
    with pytest.raises(CommandError, match="key ring holds no key"):
        restored(file)


def test_a_database_that_is_not_empty_stays_as_it_is(house, tmp_path):
    file = backed_up(tmp_path)
    before = rows()

    with pytest.raises(CommandError, match="The database is not empty"):
        restored(file)
    assert rows() == before
    with pytest.raises(CommandError, match="it is there already"):
        backed_up(tmp_path)


def test_a_file_that_was_cut_off_or_changed_brings_nothing(house, tmp_path):
    whole = backed_up(tmp_path).read_bytes()
    lose_everything()
    empty = rows()
    middle = len(whole) // 2
    spoilt = {
        "cut": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "longer": whole + whole[-40:],
        "other": b"PGDMP" + whole,
    }
    for name, content in spoilt.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError):
            restored(tmp_path / name)
    assert rows() == empty


def test_memory_is_flat_however_many_rows_there_are(tmp_path):
    def supporters(first: int, last: int) -> None:
        Supporter.objects.bulk_create(
            Supporter(
                email=f"amara{number}@example.org",
                email_index=str(number),
                mailbox_index="x" * 64,
                language="en",
                created_at=NOW,
            )
            for number in range(first, last)
        )

    def peak(name: str) -> int:
        tracemalloc.start()
        call_command("back_up", tmp_path / name, stdout=StringIO())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    supporters(0, 3_000)
    peak("warm")
    few = peak("few")
    supporters(3_000, 15_000)
    many = peak("many")
    # Four times as many rows hold not even half as much again.
    assert many < few * 1.5
