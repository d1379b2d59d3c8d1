"""Take a finished PDF apart, so that its objects can stand in another file. Read by pypdf; streams stay as they were packed."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

__all__ = ["Apart", "ArrayObject", "DictionaryObject", "NameObject", "NumberObject", "Ref"]


class Ref(IndirectObject):
    """A reference to an object of the file that is being written."""

    def __init__(self, number: int) -> None:
        super().__init__(number, 0, None)


class Apart:
    def __init__(self, pdf: bytes) -> None:
        self._reader = PdfReader(BytesIO(pdf))
        self.trailer = self._reader.trailer
        self.catalog: Any = self.trailer["/Root"]
        numbers = {*self._reader.xref_objStm, *self._reader.xref.get(0, {})}
        self.objects: dict[int, Any] = {}
        for number in sorted(numbers):
            one = IndirectObject(number, 0, self._reader).get_object()
            # How the old file was packed is not what is in it.
            is_packing = isinstance(one, StreamObject) and one.get("/Type") in {"/XRef", "/ObjStm"}
            if one is not None and not isinstance(one, NullObject) and not is_packing:
                self.objects[number] = one

    @property
    def pages(self) -> list[Any]:
        return [
            page.indirect_reference.get_object() for page in self._reader.pages if page.indirect_reference
        ]

    def needed_by(self, *roots: Any) -> list[int]:
        """Numbers of all objects that the given ones name, themselves or by others, in the order in which they are met."""
        found: dict[int, None] = {}
        waiting = list(roots)
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, IndirectObject):
                if one.idnum not in found:
                    found[one.idnum] = None
                    waiting.append(self.objects[one.idnum])
            else:
                waiting += _inside(one)
        return list(found)

    def is_stream(self, number: int) -> bool:
        return isinstance(self.objects[number], StreamObject)

    def stream(self, number: int, numbers: Mapping[int, int]) -> tuple[bytes, bytes]:
        """A stream's dictionary, without brackets and length, and its bytes as they are packed."""
        one = self.objects[number]
        head = DictionaryObject({name: one.raw_get(name) for name in one if name != "/Length"})
        return self.written(head, numbers).strip().removeprefix(b"<<").removesuffix(b">>"), one._data

    def written(self, one: Any, numbers: Mapping[int, int] | None = None) -> bytes:
        """As bytes, with the numbers of the other file."""
        buffer = BytesIO()
        _renumbered(one, numbers or {}).write_to_stream(buffer)
        return buffer.getvalue()


def _inside(one: Any) -> Iterable[Any]:
    if isinstance(one, DictionaryObject):
        return [one.raw_get(name) for name in one]
    return list(list.__iter__(one)) if isinstance(one, ArrayObject) else []


def _renumbered(one: Any, numbers: Mapping[int, int]) -> Any:
    if isinstance(one, Ref):
        return one
    if isinstance(one, IndirectObject):
        return Ref(numbers.get(one.idnum, one.idnum))
    if isinstance(one, DictionaryObject):
        for name in list(one):
            one[NameObject(name)] = _renumbered(one.raw_get(name), numbers)
    elif isinstance(one, ArrayObject):
        one[:] = [_renumbered(each, numbers) for each in list.__iter__(one)]
    return one
