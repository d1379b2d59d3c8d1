"""A stamped letter's file is whole, tagged, the same each time, and says nothing of its signer but on its page."""

import io
import re
import shutil
import subprocess

import pypdf
import pytest

from letters.engine.filing import FileForm, form_of
from letters.engine.stamping import stamp
from tests.letters.comparing import tagged
from tests.letters.engine.painting import fonts_of, painted
from tests.letters.engine.shells import LETTERS, lines_of, shell_of, signed_by

AMARA, BELA = "Amara Okafor", "Bela Kovács"
SOME = ["en", "long", "greek"]


def filed(name: str, signer: str = AMARA, reference: str = "") -> bytes:
    lines = lines_of(signed_by(LETTERS[name], signer, reference=reference))
    return form_of(shell_of(name)).file(stamp(shell_of(name), lines))


def written(one) -> bytes:
    out = io.BytesIO()
    one.write_to_stream(out)
    return out.getvalue()


@pytest.mark.parametrize("name", SOME)
def test_a_reader_that_is_not_ours_finds_nothing_wrong(name, tmp_path):
    if not shutil.which("qpdf"):
        pytest.skip("qpdf reads the file: apt-get install qpdf")
    path = tmp_path / "letter.pdf"
    path.write_bytes(filed(name))
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0
    assert "No syntax or stream encoding errors found" in checked.stdout
    assert checked.stderr == ""


@pytest.mark.parametrize("name", SOME)
def test_every_number_has_one_object_and_the_file_as_many_as_it_says(name):
    pdf = filed(name)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    size = int(reader.trailer["/Size"])
    packed = set(reader.xref_objStm)
    plain = [int(number) for number in re.findall(rb"(?:^|\n)(\d+) 0 obj<<", pdf)]
    assert len(plain) == len(set(plain))
    assert packed.isdisjoint(plain)
    assert max(plain) == size - 1
    # Numbers that WeasyPrint left out are free; nothing refers to them.
    free = set(range(1, size)) - packed - set(plain)
    objects = b"".join(written(reader.get_object(number)) for number in sorted(packed))
    assert free.isdisjoint(map(int, re.findall(rb"(\d+) 0 R", objects)))


def test_the_same_letter_is_the_same_file_and_another_has_another_name():
    assert filed("en") == filed("en")
    afresh = FileForm(shell_of("en")).file(stamp(shell_of("en"), lines_of(signed_by(LETTERS["en"], AMARA))))
    assert afresh == filed("en")
    names = [
        pypdf.PdfReader(io.BytesIO(filed("en", signer))).trailer["/ID"] for signer in (AMARA, AMARA, BELA)
    ]
    assert names[0] == names[1] != names[2]


def test_no_name_is_anywhere_but_on_the_page():
    one, other = (pypdf.PdfReader(io.BytesIO(filed("en", signer))) for signer in (AMARA, BELA))
    own = {int(reference.idnum) for page in one.pages for reference in page["/Contents"]}
    own.add(int(one.trailer["/Size"]) - 1)  # the cross-references
    for number in range(1, int(one.trailer["/Size"])):
        if number not in own:
            assert written(one.get_object(number)) == written(other.get_object(number))
    assert dict(one.metadata) == dict(other.metadata)
    assert b"Okafor" not in one.trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize("name", SOME)
def test_every_operator_that_paints_is_marked_and_every_mark_is_in_the_tree(name):
    pdf = filed(name)
    pages = painted(pdf)
    assert [page.unmarked for page in pages] == [0] * len(pages)
    tree, back = tagged(pdf)
    marked = [
        sorted(
            map(
                int,
                re.findall(
                    rb"/MCID (\d+)", b"".join(one.get_object().get_data() for one in page["/Contents"])
                ),
            )
        )
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]

    def leaves(node, page=None):
        if isinstance(node, int):
            yield page, node
        else:
            for kid in node[2]:
                yield from leaves(kid, node[1])

    found = sorted(leaf for node in tree for leaf in leaves(node))
    assert len(found) == len(set(found))
    assert marked == [list(range(len(back[page]))) for page in sorted(back)]
    # What stands in the margin, codes and the heads of second pages, is no part of what is read.
    margins = {(page, at) for page in back for at, path in enumerate(back[page]) if path == "unlinked"}
    assert {*found, *margins} == {(page, at) for page in back for at in range(len(back[page]))}
    assert margins.isdisjoint(found)
    assert len([page for page, _ in margins if page == 0]) == 13


@pytest.mark.parametrize("name", SOME)
def test_every_glyph_is_embedded_and_has_a_width_and_a_text(name):
    pdf = filed(name)
    fonts = {font.name: font for font in fonts_of(pdf)}
    assert [font.embedded for font in fonts.values()] == [True] * len(fonts)
    for page in painted(pdf):
        assert page.glyphs != []
        for glyph in page.glyphs:
            assert glyph.gid in fonts[glyph.font].widths
            assert fonts[glyph.font].text[glyph.gid] != ""
