import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from kit.encryption import WrongKey, new_ring, ring
from kit.sealed_fields import SealedBytesField, SealedJSONField, SealedTextField


@pytest.fixture
def note(db):
    """A model of its own with one sealed column of each kind, in a table that lives as long as the test."""
    with isolate_apps("kit"):

        class Note(models.Model):
            name = SealedTextField()
            frozen = SealedJSONField()
            content = SealedBytesField(null=True)

            class Meta:
                app_label = "kit"

            def __str__(self):
                return "a note"

        columns = ", ".join(
            f"{field.column} {field.db_type(connection)}" + (" PRIMARY KEY" if field.primary_key else "")
            for field in Note._meta.local_fields
        )
        key = connection.ops.quote_name(Note._meta.db_table)
        with connection.cursor() as cursor:
            # Plain SQL, because the schema editor of SQLite will not work inside a test's transaction.
            cursor.execute(f"CREATE TABLE {key} ({columns})")
        yield Note
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {key}")


def raw(note, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {note._meta.db_table} ORDER BY id")  # noqa: S608 -- our own names
        return [None if value is None else bytes(value) for (value,) in cursor.fetchall()]


def test_what_goes_in_comes_out(note):
    note.objects.create(
        id=1, name="Ержан Елшібаев", frozen={"v": 1, "demands": ["Release him."]}, content=b"%PDF"
    )

    found = note.objects.get()

    assert (found.name, found.frozen, found.content) == (
        "Ержан Елшібаев",
        {"v": 1, "demands": ["Release him."]},
        b"%PDF",
    )


def test_the_database_never_sees_the_words(note):
    note.objects.create(id=1, name="Amara Okafor", frozen={"signer": "Amara Okafor"}, content=b"Amara Okafor")

    for column in ("name", "frozen", "content"):
        assert b"Amara" not in raw(note, column)[0]
        assert b"Amara" in ring().open(raw(note, column)[0])


def test_nothing_stays_nothing(note):
    note.objects.create(id=1, content=None)
    found = note.objects.get()

    assert (found.name, found.frozen, found.content) == ("", {}, None)
    assert (raw(note, "name"), raw(note, "frozen"), raw(note, "content")) == ([b""], [b""], [None])


def test_erasing_is_writing_nothing(note):
    note.objects.create(id=1, name="Amara Okafor")
    note.objects.update(name="")

    assert raw(note, "name") == [b""]


def test_bulk_writes_are_sealed_too(note):
    note.objects.bulk_create([note(id=1, name="Amara"), note(id=2, name="Chidi")])
    first, second = note.objects.order_by("id")
    first.name, second.name = "Amara Okafor", "Chidi Eze"
    note.objects.bulk_update([first, second], ["name"])

    assert list(note.objects.order_by("id").values_list("name", flat=True)) == ["Amara Okafor", "Chidi Eze"]
    assert [b"Okafor" in sealed for sealed in raw(note, "name")] == [False, False]


def test_the_database_may_copy_without_opening(note):
    note.objects.create(id=1, name="Amara Okafor")
    table = note._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, name, frozen, content) SELECT 2, name, frozen, content FROM {table}"  # noqa: S608 -- our own names
        )

    assert note.objects.get(id=2).name == "Amara Okafor"


@pytest.mark.parametrize("lookup", ["name", "name__contains", "frozen__has_key", "name__in"])
def test_a_sealed_column_cannot_be_searched(note, lookup):
    with pytest.raises(FieldError, match="is sealed and cannot be searched; use its index column"):
        note.objects.filter(**{lookup: ["Amara"] if lookup.endswith("in") else "Amara"}).exists()


def test_a_missing_value_can_be_asked_for(note):
    note.objects.create(id=1, content=None)

    assert note.objects.filter(content__isnull=True).count() == 1


def test_the_wrong_ring_gives_an_error_and_no_words(note, settings, tmp_path):
    note.objects.create(id=1, name="Amara Okafor")
    settings.OUTCRY_KEYRING = tmp_path / "other"
    settings.OUTCRY_KEYRING.write_text(new_ring())

    with pytest.raises(WrongKey):
        note.objects.get()


def test_a_sealed_value_is_not_written_to_fixtures(note):
    with pytest.raises(FieldError, match="name is sealed; it is not written to fixtures"):
        note._meta.get_field("name").value_to_string(note(name="Amara"))
