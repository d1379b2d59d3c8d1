"""Model fields that seal on the way into the database and open on the way out (kit/encryption.py).

    name = SealedTextField()            str
    frozen = SealedJSONField()          anything JSON can hold
    content = SealedBytesField()        bytes

An empty value stays an empty column: it tells nothing, and erasing is writing "". Sealed columns
cannot be searched; keep an index column beside one (kit.encryption.ring().index).
"""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from kit.encryption import ring


class _SealedField(models.BinaryField):
    # What reading the attribute gives; only the type checker looks (django-stubs).
    _pyi_private_get_type: Any
    empty: Any = b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", type(self.empty))
        kwargs.setdefault("blank", True)
        # Django keeps BinaryFields out of forms unless they say they can be edited.
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def get_default(self) -> Any:
        # BinaryField turns a default of "" into b"", which a text column would seal as the words b''.
        return models.Field.get_default(self)

    def to_plain(self, value: Any) -> bytes:
        return bytes(value)

    def from_plain(self, plain: bytes) -> Any:
        return plain

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return b"" if value == self.empty else ring().seal(self.to_plain(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        sealed = bytes(value)
        return type(self.empty)() if not sealed else self.from_plain(ring().open(sealed))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed and cannot be searched; use its index column.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.name} is sealed; it is not written to fixtures.")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **kwargs)


class SealedTextField(_SealedField):
    _pyi_private_get_type: str
    empty = ""

    def to_plain(self, value: Any) -> bytes:
        return str(value).encode()

    def from_plain(self, plain: bytes) -> str:
        return plain.decode()

    def to_python(self, value: Any) -> Any:
        return value


class SealedJSONField(_SealedField):
    empty: dict = {}

    def to_plain(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_plain(self, plain: bytes) -> Any:
        return json.loads(plain)

    def to_python(self, value: Any) -> Any:
        return value


class SealedBytesField(_SealedField):
    _pyi_private_get_type: bytes
    empty = b""
