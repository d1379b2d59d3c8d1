"""Compare two PDFs of one letter: what is painted, how it is tagged, what it reads, what it looks like."""

import io
import re
from typing import Any

import pypdf
from PIL import ImageChops
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from letters.engine.compiling import canonical
from tests.letters.measuring import picture, text_of

_LINE = re.compile(rb"\[([^\]]*)\] TJ")


def painted(pdf: bytes) -> list[list[bytes]]:
    """The operators of each page, one by one; kerns of zero are left out, since they move nothing."""
    pages = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        contents = page["/Contents"].get_object()
        streams = contents if isinstance(contents, ArrayObject) else [contents]
        data = b"\n".join(one.get_object().get_data() for one in streams)
        data = _LINE.sub(lambda line: b"[" + canonical(line[1].decode()).encode() + b"] TJ", data)
        pages.append([line for line in data.split(b"\n") if line])
    return pages


def tagged(pdf: bytes) -> Any:
    """The tree of tags: [tag, page, [children or numbers of marked content]], and the tree that leads back to it."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    paths: dict[int, tuple[int, ...]] = {}

    def walk(node: Any, path: tuple[int, ...], parent: int) -> Any:
        if isinstance(node, int):
            return node
        number = node.idnum
        element = node.get_object()
        paths[number] = path
        assert element.raw_get("/P").idnum == parent
        page = pages.get(element.raw_get("/Pg").idnum) if "/Pg" in element else None
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, ArrayObject) else [kids]
        return [
            element["/S"],
            page,
            [walk(kid, (*path, at), number) for at, kid in enumerate(kids)],
            {
                key: str(value)
                for key, value in element.items()
                if key not in {"/K", "/P", "/Pg", "/S", "/Type"}
            },
        ]

    tree_number = reader.trailer["/Root"].raw_get("/StructTreeRoot").idnum
    tree = [walk(kid, (at,), tree_number) for at, kid in enumerate(root["/K"])]
    numbers = root["/ParentTree"]["/Nums"]
    back = {
        int(page): [paths.get(one.idnum, "unlinked") for one in _array(numbers[at * 2 + 1])]
        for at, page in enumerate(numbers[::2])
    }
    return tree, back


def _array(found: Any) -> list[IndirectObject]:
    return list(found.get_object() if isinstance(found, IndirectObject) else found)


def described(pdf: bytes) -> dict[str, Any]:
    """All that a file says about itself besides its pages."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root: DictionaryObject = reader.trailer["/Root"]
    return {
        "info": dict(reader.metadata or {}),
        "language": root["/Lang"],
        "metadata": root["/Metadata"].get_data(),
        "view": str(root["/ViewerPreferences"]),
        "marked": str(root["/MarkInfo"]),
        "boxes": [[str(page[box]) for box in ("/MediaBox", "/TrimBox")] for page in reader.pages],
    }


def assert_alike(ours: bytes, theirs: bytes, *, pixels: bool = True) -> None:
    assert painted(ours) == painted(theirs)
    assert tagged(ours) == tagged(theirs)
    assert described(ours) == described(theirs)
    assert text_of(ours) == text_of(theirs)
    if pixels:
        for page in range(1, len(pypdf.PdfReader(io.BytesIO(theirs)).pages) + 1):
            assert ImageChops.difference(picture(ours, page), picture(theirs, page)).getbbox() is None
