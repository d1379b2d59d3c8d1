"""The structure tree of a file as a list, to compare two of them whatever numbers their objects have (ISO 32000-1, 14.7)."""

import re
from collections.abc import Iterator, Mapping

_KIDS = re.compile(rb"/K \[([^\]]*)\]")
_KIND = re.compile(rb"/S /(\w+)")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")
_PARENT = re.compile(rb"/P (\d+) 0 R")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NUMS = re.compile(rb"(\d+) \[([^\]]*)\]")  # what a parent tree has for a page

# Depth, kind, marked content, places in the parent tree as (page, index), index of its page, whether its parent is.
Element = tuple[int, bytes, bytes, tuple[tuple[int, int], ...], int, bool]


def outline(objects: Mapping[int, bytes]) -> list[Element]:
    """All elements below the document, in the order in which they are read."""
    leaves: dict[int, tuple[tuple[int, int], ...]] = {}
    pages = {
        number: at for at, number in enumerate(n for n, data in objects.items() if b"/Type /Page/" in data)
    }
    for data in objects.values():
        for page, kids in _NUMS.findall(data) if data.startswith(b"<</Nums ") else ():
            for at, leaf in enumerate(map(int, _REFERENCE.findall(kids))):
                leaves[leaf] = (*leaves.get(leaf, ()), (int(page), at))
    roots = [number for number, data in objects.items() if b"/Type /StructTreeRoot" in data]

    def walk(number: int, parent: int, depth: int) -> Iterator[Element]:
        data = objects[number]
        kids, page, above = _first(_KIDS, data), _first(_PAGE, data), _first(_PARENT, data)
        marked = b"" if kids.endswith(b"R") else kids
        yield (
            depth, _first(_KIND, data), marked, leaves.get(number, ()),
            pages[int(page)] if page else -1, above != b"" and int(above) == parent,
        )  # fmt: skip
        for kid in _REFERENCE.findall(kids):
            yield from walk(int(kid), number, depth + 1)

    return [
        each
        for root in roots
        for kid in _REFERENCE.findall(_first(_KIDS, objects[root]))
        for each in walk(int(kid), root, 0)
    ]


def _first(pattern: re.Pattern[bytes], data: bytes) -> bytes:
    found = pattern.search(data)
    return found[1] if found else b""
