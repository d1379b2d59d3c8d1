"""A page is a shell only when nothing on it depends on the words in its slots; what is kept of one is read again whole."""

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from kit.fonts import FACES, FOLDER
from letters.engine.compiling import compile_page
from letters.engine.shaping import UNITS, CannotStamp, Setter
from letters.engine.shell import Page, Shell, Slot
from letters.engine.stamping import number, stamp
from tests.letters.engine.shells import LETTERS, lines_of, shell_of

UNITS_OF_TEXT = 15018
MM = 96 / 25.4
SERIF, SANS = "Letter Serif", "Letter Sans"
Words = Mapping[str, str]


class Content:
    """What WeasyPrint might write for a page, as a test wants it to."""

    def __init__(self) -> None:
        self.data, self.font = b"q\n", ""

    def line(
        self, text: str, x: float, *, y: float = 100.0, face: str = SERIF, ends: bool = False
    ) -> "Content":
        line, width = Setter(FOLDER / FACES[face], UNITS_OF_TEXT, "en").line(text)
        begins = x - width / UNITS if ends else x
        font = f"/{face[7:].upper()} {UNITS_OF_TEXT / UNITS:f} Tf\n"
        place = f"1 0 0 -1 {number(float(begins)).decode()} {y} Tm\n"
        self.data += f"BT\n{place}{font}[{line}] TJ\nET\n".encode()
        return self

    def rule(self, wide: int) -> "Content":
        self.data += b"0 0 %d 1 re\nf\n" % wide
        return self


class FakePdf:
    """pydyf's objects, as far as compiling looks at them."""

    def __init__(self, contents: list[Content]) -> None:
        objects = [
            f"<</Type /Font/BaseFont /{name.upper()}+Letter-{name}>>".encode() for name in ("Serif", "Sans")
        ]
        at = len(objects) + 1
        kids = [at + 2 * page for page in range(len(contents))]
        for kid, content in zip(kids, contents, strict=True):
            objects += [b"<</Type /Page>>", b"<</Length 1>>\nstream\n" + content.data + b"\nendstream"]
            assert len(objects) == kid + 1
        self.objects = [SimpleNamespace(number=0, free="f", data=b"")]
        self.objects += [
            SimpleNamespace(number=place, free="n", data=data) for place, data in enumerate(objects, start=1)
        ]
        for kid in kids:
            self.objects[kid] = _PageObject(kid, b"<</Type /Page>>", kid + 1)
        self.pages = {"Kids": [part for kid in kids for part in (kid, 0, "R")]}
        self.catalog = SimpleNamespace(number=1)
        self.info = SimpleNamespace(data=b"<<>>")


class _PageObject(SimpleNamespace):
    def __init__(self, place: int, data: bytes, content: int) -> None:
        super().__init__(number=place, free="n", data=data)
        self.content = content

    def __getitem__(self, key: str) -> bytes:
        assert key == "Contents"
        return b"%d 0 R" % self.content


def compiled(
    write: Callable[[Words, int], list[Content]], *slots: str, sizes: tuple[float, ...] = (11,) * 3
) -> Shell:
    root = ElementTree.Element("body")
    for name in slots:
        ElementTree.SubElement(root, "p", {"data-slot": name}).text = "words"
    rounds = iter(range(3))

    def render(finisher) -> float:
        at = next(rounds)
        words = {one.get("data-slot"): one.text for one in root}
        finisher(None, FakePdf(write(words, at)))
        return sizes[at]

    return compile_page(root, render, language="en", blocks=1)


def test_lines_that_begin_where_they_begin_and_end_where_they_end_make_a_shell():
    shell = compiled(
        lambda words, _: [
            Content().line("Yours", 40).line(words["name"], 90).line(words["place"], 185 * MM, ends=True)
        ],
        "name",
        "place",
    )
    assert {name: (slot.face, slot.units, slot.plain) for name, slot in shell.slots.items()} == {
        "name": (SERIF, UNITS_OF_TEXT, False),
        "place": (SERIF, UNITS_OF_TEXT, False),
    }
    assert shell.slots["name"].edge is None
    assert shell.slots["place"].edge == pytest.approx(185 * MM, abs=1e-9)
    assert [hole for page in shell.pages for hole in page.holes] == [("name", 1), ("place", 0), ("place", 1)]


def depends_on_pages(words: Words, at: int) -> list[Content]:
    return [Content().line(words["name"], 90)] * (1 + (at == 1))


def depends_on_order(words: Words, at: int) -> list[Content]:
    names = ("name", "place") if at == 0 else ("place", "name")
    content = Content()
    for name in names:
        content.line(words[name], 90)
    return [content]


def in_two_ways_on_two_pages(words: Words, _: int) -> list[Content]:
    return [Content().line(words["name"], 90), Content().line(words["name"], 90, face=SANS)]


def in_two_ways_by_its_words(words: Words, at: int) -> list[Content]:
    return [Content().line(words["name"], 90, face=SERIF if at == 0 else SANS)]


def rest_depends(words: Words, at: int) -> list[Content]:
    return [Content().line(words["name"], 90).rule(10 + at)]


def in_no_line(words: Words, _: int) -> list[Content]:
    return [Content().line(words["name"], 90).line("Somewhere", 90)]


def in_the_middle(words: Words, _: int) -> list[Content]:
    width = Setter(FOLDER / FACES[SERIF], UNITS_OF_TEXT, "en").width(words["name"]) / UNITS
    return [Content().line(words["name"], 400 - width / 2)]


def once_it_is_long(words: Words, at: int) -> list[Content]:
    return [Content().line(words["name"], 90).rule(10 + (at == 2))]


@pytest.mark.parametrize(
    ("write", "slots", "reason"),
    [
        (lambda _words, _at: [Content()], (), "a page without slots"),
        (depends_on_pages, ("name",), "number of pages depends"),
        (depends_on_order, ("name", "place"), "order of slots depends"),
        (in_two_ways_on_two_pages, ("name",), "name is set in two ways"),
        (in_two_ways_by_its_words, ("name",), "name is set in two ways"),
        (rest_depends, ("name",), "the page depends on the words in slots"),
        (in_no_line, ("name", "place"), r"\['place'\] are not set in one line and one font"),
        (in_the_middle, ("name",), "neither to the left nor to the right"),
        (once_it_is_long, ("name",), "the page depends on the words in slots"),
    ],
)
def test_a_page_that_depends_on_its_slots_is_refused(write, slots, reason):
    with pytest.raises(CannotStamp, match=reason):
        compiled(write, *slots)


def test_a_text_that_shrinks_for_long_lines_is_refused():
    def write(words: Words, _: int) -> list[Content]:
        return [Content().line(words["name"], 90)]

    assert compiled(write, "name").size == 11
    for sizes in ((11, 10, 10), (11, 11, 10)):
        with pytest.raises(CannotStamp, match="depends"):
            compiled(write, "name", sizes=sizes)


def test_a_slot_that_moves_once_its_line_is_long_is_refused():
    def write(words: Words, at: int) -> list[Content]:
        return [Content().line(words["name"], 90 if at < 2 else 80)]

    with pytest.raises(CannotStamp):
        compiled(write, "name")


@pytest.mark.parametrize("name", ["en", "long"])
def test_what_is_kept_is_the_shell(name):
    shell = shell_of(name)
    again = Shell.from_bytes(shell.to_bytes())
    for field in ("language", "size", "blocks", "slots", "pages", "objects", "root", "info"):
        assert getattr(again, field) == getattr(shell, field)
    assert again.to_bytes() == shell.to_bytes()
    lines = lines_of(LETTERS[name])
    assert stamp(again, lines) == stamp(shell, lines)
    assert [type(page) for page in again.pages] == [Page] * len(shell.pages)
    assert {type(slot) for slot in again.slots.values()} == {Slot}


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_what_another_version_has_kept_is_compiled_anew(version):
    line, _, rest = shell_of("en").to_bytes().partition(b"\n")
    head = json.loads(line)
    assert head["version"] == 1
    other = json.dumps({**head, "version": version}).encode() + b"\n" + rest
    with pytest.raises(ValueError, match="another version"):
        Shell.from_bytes(other)


def test_a_shell_names_its_fonts_and_the_glyphs_that_they_hold():
    shell = shell_of("en")
    assert {font.family for font in shell.fonts.values()} == {
        "Letter Serif", "Letter Serif Bold", "Letter Sans", "Letter Code",
    }  # fmt: skip
    code = next(font for font in shell.fonts.values() if font.family == "Letter Code")
    assert code.glyphs == frozenset(range(1, 17))
