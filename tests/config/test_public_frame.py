"""The frame of every public page: no script, nothing from elsewhere, light, both directions."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

CSS = Path(__file__).resolve().parents[2] / "static" / "outcry" / "public.css"
LANGUAGES = [("en", "English", "/en/"), ("de", "Deutsch", "/de/")]


@pytest.fixture
def frame():
    return render_to_string("public/base.html", {"is_demonstration": True, "languages": LANGUAGES})


def test_the_frame_holds_no_script_and_nothing_inline(frame):
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=|javascript:", frame) == []


def test_the_frame_loads_from_its_own_site_only(frame):
    assert re.findall(r"""(?:src|href)=["'](https?:)?//""", frame) == []
    assert re.findall(r"@import|url\(", CSS.read_text()) == []


def test_the_sheet_is_light():
    assert len(CSS.read_bytes()) <= 13_000
    assert len(gzip.compress(CSS.read_bytes())) <= 4_000  # what goes over the line


def test_the_sheet_knows_no_left_and_right():
    rules = re.sub(r"/\*.*?\*/", "", CSS.read_text(), flags=re.DOTALL)

    assert (
        re.findall(
            r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|(?<![\w-])(?:left|right):",
            rules,
        )
        == []
    )


def test_the_demonstration_says_so(frame):
    assert "Demonstration: nothing leaves this machine" in frame
    assert "Demonstration" not in render_to_string("public/base.html", {})


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("team@group.example", "mailto:team@group.example"),
        ("https://group.example/", "https://group.example/"),
    ],
)
def test_who_publishes_a_page_is_said_on_it(client, settings, contact, link):
    settings.OUTCRY_FROM_NAME, settings.OUTCRY_CONTACT = "Bakers & Friends", contact
    page = client.get("/en/no-such-page/").text
    assert f'<p>Published by: Bakers &amp; Friends · <a href="{link}">{contact}</a></p>' in page


def test_the_language_in_use_is_no_link_and_unfolds_the_others(frame):
    assert '<summary><span class="hidden-label">Language: </span>English</summary>' in frame
    assert 'hreflang="en"' not in frame
    assert '<a href="/de/" hreflang="de" lang="de">Deutsch</a>' in frame


@pytest.mark.parametrize(
    ("language", "head"), [("en", '<html lang="en" dir="ltr">'), ("fa", '<html lang="fa" dir="rtl">')]
)
def test_a_page_runs_the_way_its_language_does(language, head):
    with translation.override(language):
        assert head in render_to_string("public/base.html", {})
