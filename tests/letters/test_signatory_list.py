"""The stamped list is the pressed list: to the eye, to a reader of its text, and in one file that is tagged to its last row."""

import gc
import hashlib
import io
import random
import shutil
import subprocess
import weakref

import pytest
from PIL import ImageChops
from pypdf import PdfReader

from letters import signatory_list as lists
from letters.pressing import NoShell, press
from letters.signatory_cells import ROWS, Pressed, entries, pages
from letters.signatory_list import StampedList, signatory_list
from letters.signatory_sheets import Heading, lines, sheet
from tests.letters.measuring import picture

HEADING = Heading("en", "The signatory list", "The baker of Exampletown", "Page {number}")
NAMES = [
    "Amara Okafor",
    "Ольга Кравченко",
    "Jürgen Müller-Lüdenscheidt",
    "Айгүл Нұрланова",
    "Nguyễn Thị Thảo",
    "Γιώργος Παπαδόπουλος",
    "İpek Özdemir",
    "O’Connor, fi ffi AVATo",
    "Maria da Conceição dos Santos Albuquerque",
    "Maria da Conceição dos Santos Albuquerque de Vasconcelos e Sá",
]
RTL = ["محمد رضا پهلوی", "עמוס עוז", "فاطمة"]


class Kept(io.BytesIO):
    """Notices the largest piece that it was handed."""

    largest = 0

    def write(self, data):
        self.largest = max(self.largest, len(data))
        return super().write(data)


def people_called(names, count):
    dice = random.Random(7)
    return [
        (number, dice.choice(names), dice.choice(["Leeds", "Kraków", ""])) for number in range(1, count + 1)
    ]


def front() -> bytes:
    """Any tagged page will do."""
    return press(lines(HEADING, [("The front part", False)])).pdf


def bound(signatories, *, heading=HEADING) -> tuple[bytes, StampedList]:
    file = Kept()
    made = signatory_list(heading, file)
    made.put(pages(entries(signatories, made.setting)))
    made.finish(front())
    return file.getvalue(), made


def pressed(signatories, number=1) -> bytes:
    one = list(pages(entries(signatories, Pressed())))[number - 1]
    return press(sheet(HEADING, number, one)).pdf


def text_of(pdf: bytes, page: int) -> list[str]:
    return PdfReader(io.BytesIO(pdf)).pages[page - 1].extract_text().split()


def test_a_stamped_page_looks_to_the_last_dot_like_a_pressed_one():
    signatories = people_called(NAMES, 130)
    stamped, made = bound(signatories)

    assert isinstance(made, StampedList)
    assert made.pressed == 0
    for number in (1, 2):
        difference = ImageChops.difference(
            picture(stamped, number + 1), picture(pressed(signatories, number))
        )
        assert difference.getbbox() is None


def test_a_stamped_page_reads_like_a_pressed_one():
    signatories = people_called(NAMES, 100)
    stamped, _made = bound(signatories)

    assert sorted(text_of(stamped, 2)) == sorted(text_of(pressed(signatories), 1))


def test_a_name_from_right_to_left_is_pressed_and_stands_in_its_cell():
    signatories = [(1, "Amara Okafor", ""), (2, RTL[0], "Leeds"), (3, RTL[0], "Leeds"), (4, RTL[2], "")]
    stamped, made = bound(signatories)

    assert made.pressed == 3
    difference = ImageChops.difference(picture(stamped, 2), picture(pressed(signatories)))
    assert difference.getbbox() is None


def test_what_our_fonts_cannot_draw_stands_in_latin_letters():
    stamped, made = bound([(1, "山田太郎", "東京")])

    assert made.pressed == 0
    assert "ShanTianTaiLang," in text_of(stamped, 2)


def test_a_hundred_graphemes_are_all_there_and_in_the_page():
    long = "Wolfeschlegelsteinhausenbergerdorff" * 2 + "x" * 30
    stamped, _made = bound([(1, long, "Leeds"), (2, "م" * 100, "")])
    text = "".join(text_of(stamped, 2))

    assert f"{long},Leeds" in text
    assert picture(stamped, 2).crop((0, 0, 5, 1700)).getextrema() == (255, 255)


def test_a_list_longer_than_a_node_is_whole_and_sound(tmp_path):
    signatories = people_called([*NAMES[:8], RTL[0]], 66 * 2 * ROWS)
    stamped, _made = bound(signatories)
    reader = PdfReader(io.BytesIO(stamped))

    assert len(reader.pages) == 67
    assert [reader.pages[page].extract_text().split()[-1] for page in (1, 64, 65, 66)] == [
        "1",
        "64",
        "65",
        "66",
    ]
    if qpdf := shutil.which("qpdf"):
        (tmp_path / "list.pdf").write_bytes(stamped)
        checked = subprocess.run([qpdf, "--check", tmp_path / "list.pdf"], capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")


def test_every_row_has_an_element_that_the_parent_tree_knows():
    signatories = people_called([*NAMES, RTL[0]], 130)
    stamped, _made = bound(signatories)
    reader = PdfReader(io.BytesIO(stamped))
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    document = tree["/K"][0].get_object()
    sections = document["/K"][-1].get_object()["/K"]
    nums = tree["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[0::2], nums[1::2], strict=True))

    rows = 0
    for page, section in zip(reader.pages[1:], sections, strict=True):
        known = parents[page["/StructParents"]].get_object()
        kids = section.get_object()["/K"]
        assert [row.idnum for row in known] == [row.idnum for row in kids]
        content = page.get_contents().get_data()
        assert [row.get_object()["/K"] for row in kids] == list(range(content.count(b"/P<</MCID")))
        assert {row.get_object()["/Pg"].get_object()["/StructParents"] for row in kids} == {
            page["/StructParents"]
        }
        rows += len(kids)
    assert rows >= 130


def test_nothing_is_painted_outside_of_marks():
    stamped, _made = bound(people_called([*NAMES, RTL[0]], 60))
    depth, painted = 0, 0
    content = PdfReader(io.BytesIO(stamped)).pages[1].get_contents().get_data()
    for line in content.splitlines():
        depth += line.endswith((b"BDC", b"BMC")) - line.endswith(b"EMC")
        if line.endswith((b"TJ", b" Do", b"f", b"f*", b"S")):
            painted += 1
            assert depth == 1, line
    assert painted > 120


def test_the_same_names_make_the_same_file():
    signatories = people_called([*NAMES, RTL[0]], 150)
    digests = {hashlib.sha256(bound(signatories)[0]).hexdigest() for _ in range(2)}

    assert len(digests) == 1
    assert hashlib.sha256(bound(signatories[1:])[0]).hexdigest() not in digests


def test_of_ten_times_the_names_no_more_is_held():
    """Pages in hand at once, and the largest piece that is written: neither grows with the list."""
    held_of = {}
    for count in (1_000, 10_000):
        held, file = Held(), Kept()
        made = signatory_list(HEADING, file)
        made.put(held.noticing(pages(entries(people_called(NAMES[:6], count), made.setting))))
        made.finish(front())
        held_of[count] = held.pages
        assert file.largest < 300_000  # a block of the ledger and the page that fills it
        assert len(file.getvalue()) > count * 20

    assert held_of == {1_000: 2, 10_000: 2}  # one is put while the next is filled


class Held:
    """How many pages' rows are alive at once."""

    pages = 0

    def noticing(self, made):
        alive = weakref.WeakSet()

        class Page(list):
            __hash__ = object.__hash__

        for page in made:
            mine = Page(page)
            alive.add(mine)
            self.pages = max(self.pages, len(alive))
            yield mine
            del page, mine
            gc.collect(0)


def test_where_the_page_cannot_be_compiled_the_list_is_pressed(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise NoShell("for the test")

    signatories = people_called([*NAMES, RTL[0]], 130)
    stamped, _made = bound(signatories)
    monkeypatch.setattr(lists, "compile_shell", refuse)
    plain, made = bound(signatories)

    assert made.pressed == 130
    for page in (2, 3):
        assert sorted(text_of(plain, page)) == sorted(text_of(stamped, page))


@pytest.mark.parametrize("language", ["de", "ru", "kk", "uk", "fr", "es", "pl", "tr"])
def test_the_page_is_stamped_in_every_language(language):
    heading = Heading(
        language, "Қол қойғандар тізімі", "Дело пекаря: " + "очень длинно " * 14, "Страница {number}"
    )
    _stamped, made = bound([(1, "Amara Okafor", "")], heading=heading)

    assert isinstance(made, StampedList)
