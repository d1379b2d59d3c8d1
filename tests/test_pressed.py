import pytest

from letters.pressing import Press, Pressed, PressRefused
from tests.pressed import Pages

PAGE = {"html": "<p>Free the baker", "sizes": [11]}


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def pages(tmp_path, asked: list[str]) -> Pages:
    """In place of the press one that counts, and refuses a page without words."""
    pages = Pages(tmp_path)

    def real(press: Press, page: dict) -> Pressed:
        asked.append(page["html"])
        if not page["html"]:
            raise PressRefused("nothing to read")
        return Pressed(pdf=page["html"].encode(), pages=1, size=11)

    pages.real = real
    pages.begin(patches=pytest.MonkeyPatch())
    return pages


def test_a_page_is_pressed_once_and_is_the_same_ever_after(pages: Pages, asked: list[str]):
    first, second = pages.press(None, PAGE), pages.press(None, dict(reversed(PAGE.items())))
    assert first == second == Pressed(pdf=b"<p>Free the baker", pages=1, size=11)
    assert pages.press(None, {**PAGE, "sizes": [10]}) == first
    assert asked == [PAGE["html"]] * 2


def test_a_test_that_asks_for_no_database_has_the_press_itself(pages: Pages, asked: list[str]):
    pages.press(None, PAGE)
    pages.begin(patches=None)
    pages.press(None, PAGE)
    assert asked == [PAGE["html"]] * 2


def test_a_test_that_has_patched_something_has_the_press_itself(pages: Pages, asked: list[str], monkeypatch):
    pages.press(None, PAGE)
    monkeypatch.setattr(pages, "folder", pages.folder)
    pages.begin(patches=monkeypatch)
    pages.press(None, PAGE)
    assert asked == [PAGE["html"]] * 2


def test_a_page_that_was_refused_is_tried_again(pages: Pages, asked: list[str]):
    for _ in range(2):
        with pytest.raises(PressRefused, match="nothing to read"):
            pages.press(None, {**PAGE, "html": ""})
    assert asked == ["", ""]
