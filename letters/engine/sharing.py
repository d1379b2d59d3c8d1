"""Copy what a shell's pages need into a print file: fonts, states and colour spaces, and none of its tags.

Beside each font whose glyphs have short codes in letters' own streams stands its twin: the same font, with another encoding
(letters/engine/short_codes.py). The content that all letters share names the one, and a letter's lines the other.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from functools import lru_cache

from letters.engine import short_codes
from letters.engine.ledger import Ledger
from letters.engine.shell import Shell, Stored
from letters.engine.thinning import ThinPage, own_name

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_CODES = re.compile(rb"/ToUnicode \d+ 0 R/Encoding /Identity-H")
_CMAP = b"/Type/CMap/CMapName/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


@dataclass(frozen=True, eq=False)
class Thin:
    digest: str  # of the shell
    pages: tuple[ThinPage, ...]


@lru_cache(maxsize=32)
def thin(shell: Shell) -> Thin:
    digest = hashlib.sha256(shell.to_bytes()).hexdigest()[:32]
    return Thin(digest, tuple(ThinPage(shell, page) for page in shell.pages))


def shared_objects(shell: Shell, form: Thin, ledger: Ledger, once: MutableMapping[str, int]) -> list[int]:
    """Write them, and return the number of each page's resources. `once`: digest -> number of streams that are there."""
    resources = [shell.resources(page) for page in shell.pages]
    twins = sorted(set().union(*(page.fonts for page in form.pages)))
    named = {shell.fonts_of(number) for number in resources}
    numbers: dict[int, int] = {}
    plain: list[tuple[int, bytes]] = []
    needed = list(_needed(shell, resources))
    for one in needed:
        if one.stream is not None and not _REFERENCE.search(one.head):
            numbers[one.number] = _only_once(one.head[2:-2], one.stream, ledger, once)
        else:
            numbers[one.number] = ledger.number()

    def renumbered(head: bytes) -> bytes:
        return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], head)

    entries = b""
    for name in twins:
        font = shell.fonts[name]
        cmap = zlib.compress(short_codes.encoding(font.family), 9)
        encoding = _only_once(_CMAP % short_codes.NAME.encode(), cmap, ledger, once)
        to_unicode = zlib.compress(short_codes.to_unicode(font), 9)
        text = _only_once(b"", to_unicode, ledger, once)
        theirs = renumbered(next(one.head for one in needed if one.number == font.number))
        twin = ledger.number()
        plain.append((twin, _CODES.sub(b"/ToUnicode %d 0 R/Encoding %d 0 R" % (text, encoding), theirs)))
        entries += b"/%b %d 0 R" % (own_name(shell, name).encode(), twin)
    for one in needed:
        head = renumbered(one.head)
        if one.number in named:
            head = head.removesuffix(b">>") + entries + b">>"
        if one.stream is None:
            plain.append((numbers[one.number], head))
        elif _REFERENCE.search(one.head):
            ledger.stream(numbers[one.number], head[2:-2] + b"/Filter/FlateDecode", one.stream)
    ledger.pack(plain)
    return [numbers[number] for number in resources]


def _needed(shell: Shell, begin: list[int]) -> Iterator[Stored]:
    """All objects that resources lead to, each once."""
    by_number = {one.number: one for one in shell.objects}
    waiting, seen = list(begin), set(begin)
    while waiting:
        one = by_number[waiting.pop(0)]
        yield one
        for number in map(int, _REFERENCE.findall(one.head)):
            if number not in seen:
                seen.add(number)
                waiting.append(number)


def _only_once(head: bytes, stream: bytes, ledger: Ledger, once: MutableMapping[str, int]) -> int:
    """Shells of one text have their fonts in common."""
    digest = hashlib.sha256(b"%b\0%b" % (head, stream)).hexdigest()[:32]
    if digest not in once:
        once[digest] = ledger.number()
        ledger.stream(once[digest], head + b"/Filter/FlateDecode", stream)
    return once[digest]
