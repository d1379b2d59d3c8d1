"""Write one letter as a file of its own: tagged, with its fonts, and all of it constant but the last objects.

The clauses are those of ISO 32000-1:2008. Nothing prescribes the order of objects in a file (7.5.1), so what is the same in
all letters of a shell comes first, made once: fonts, tags, metadata, constant content. A page's content may be
several streams, read as one (7.8.2): the constant one and the letter's own. Objects without a stream are packed into one
object stream (7.5.7). The cross-reference stream (7.5.8) is last and not compressed, because two or three of its
entries differ.
"""

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache

from letters.engine.shell import Shell, Stored

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
# Bytes of an entry: its kind, offset or number of the object stream, index in that. Files beyond 64 kB need the wide one.
NARROW, WIDE = (1, 2, 1), (1, 4, 2)
ROOM = 20_000  # bytes that a letter may have of its own in a narrow file


class FileForm:
    """What all files of one shell share. Keep one for each shell: it is made in a few milliseconds.

    `varying`: numbers of the shell's objects that differ from letter to letter too; `free`: the first number that a
    letter may give to objects of its own.
    """

    def __init__(self, shell: Shell, varying: Sequence[int] = ()) -> None:
        after = max(one.number for one in shell.objects) + 1
        after = max(after, *(page.content + 1 for page in shell.pages))
        self.own = [after + at for at in range(len(shell.pages))]  # numbers of the letter's own streams
        self.packed = self.own[-1] + 1
        self.varying = tuple(varying)
        self.varied = self.packed + 1 if varying else 0  # number of the object stream for them
        self.table = max(self.packed, self.varied) + 1
        self.free = self.table + 1
        entries = {0: (0, 0, 0)}
        parts, at = [HEADER], len(HEADER)

        def add(number: int, data: bytes) -> None:
            nonlocal at
            entries[number] = (1, at, 0)
            parts.append(data)
            at += len(data)

        for one in shell.objects:
            if one.stream is not None:
                add(
                    one.number,
                    stream_object(one.number, one.stream, one.head.removeprefix(b"<<").removesuffix(b">>")),
                )
        for page in shell.pages:
            add(page.content, stream_object(page.content, zlib.compress(page.constant, 9)))
        for index, number in enumerate(self.varying):
            entries[number] = (2, self.varied, index)
        left_out = set(self.varying)
        linked = _linked(shell, self.own)
        plain = [one for one in linked if one.stream is None and one.number not in left_out]
        for index, one in enumerate(plain):
            entries[one.number] = (2, self.packed, index)
        add(self.packed, pack(self.packed, [(one.number, one.head) for one in plain]))
        self.start = b"".join(parts)
        is_small = at + ROOM < 1 << 16 and len(plain) < 1 << 8 and not varying
        self.widths = NARROW if is_small else WIDE
        rows = [entries.get(number, (0, 0, 0)) for number in range(self.own[0])]
        self.known = b"".join(map(self.entry, rows))
        self.packed_entry = self.entry(entries[self.packed])
        self.trailer = b"/W[%d %d %d]/Root %d 0 R/Info %d 0 R" % (*self.widths, shell.root, shell.info)

    def entry(self, values: tuple[int, int, int]) -> bytes:
        return b"".join(
            value.to_bytes(width, "big") for value, width in zip(values, self.widths, strict=True)
        )

    def file(self, contents: Sequence[bytes], objects: Sequence[tuple[int, bytes]] = ()) -> bytes:
        """`contents`: what stamping returns. The same contents are the same file.

        `objects`: those that vary, in their order, and then the letter's own, numbered from `free` on.
        """
        parts, at, entries = [self.start], len(self.start), [self.known]
        for number, content in zip(self.own, contents, strict=True):
            data = stream_object(number, deflated(content))
            entries.append(self.entry((1, at, 0)))
            parts.append(data)
            at += len(data)
        entries.append(self.packed_entry)
        if objects:
            data = pack(self.varied, objects)
            entries.append(self.entry((1, at, 0)))
            parts.append(data)
            at += len(data)
        # Two names for the file, both from what makes it differ from others (14.4).
        own = [*contents, *(data for _, data in objects)]
        name = hashlib.sha256(b"\0".join(own)).hexdigest()[:32].encode()
        entries.append(self.entry((1, at, 0)))
        added = range(len(self.varying), len(objects))
        entries += [self.entry((2, self.varied, index)) for index in added]
        table = b"".join(entries)
        parts.append(
            b"%d 0 obj<</Type/XRef/Size %d%s/ID[<%s><%s>]/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (self.table, self.free + len(added), self.trailer, name, name, len(table), table, at)
        )
        return b"".join(parts)


@lru_cache(maxsize=64)
def form_of(shell: Shell) -> FileForm:
    return FileForm(shell)


def _linked(shell: Shell, own: Sequence[int]) -> list[Stored]:
    """The shell's objects, with pages that name both of their streams."""
    both = {
        page.number: (
            b"/Contents %d 0 R" % page.content,
            b"/Contents [%d 0 R %d 0 R]" % (page.content, number),
        )
        for page, number in zip(shell.pages, own, strict=True)
    }
    return [
        Stored(one.number, one.head.replace(*both[one.number])) if one.number in both else one
        for one in shell.objects
    ]


def stream_object(number: int, deflated_bytes: bytes, more: bytes = b"") -> bytes:
    return b"%d 0 obj<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        number, more, len(deflated_bytes), deflated_bytes,
    )  # fmt: skip


def pack(number: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """An object stream (7.5.7): pairs of number and offset, then the objects."""
    pairs, at = [], 0
    for each, data in objects:
        pairs.append(b"%d %d" % (each, at))
        at += len(data) + 1
    head = b" ".join(pairs) + b"\n"
    body = head + b"\n".join(data for _, data in objects)
    more = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return stream_object(number, zlib.compress(body, 9), more)


def deflated(content: bytes) -> bytes:
    # A window of 4 kB holds what one letter has of its own. The best level would save a hundred bytes and cost twice the time.
    packer = zlib.compressobj(2, zlib.DEFLATED, 12, 8)
    return packer.compress(content) + packer.flush()
