"""A picture that Bela was sent by somebody: what is kept of it is only what is seen."""

import io

import pytest
from PIL import Image

from kit import pictures
from kit.refusals import Refused


def made(size=(40, 30), kind="JPEG", mode="RGB", **saved) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, kind, **saved)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_place_and_camera_are_left_out():
    exif = Image.Exif()
    exif[0x010F] = "SPY CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    rewritten = pictures.rewritten(made(exif=exif, comment=b"her street"))
    assert (b"SPY CAMERA" in rewritten, b"her street" in rewritten) == (False, False)
    assert dict(opened(rewritten).getexif()) == {}


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by 90 degrees
    assert opened(pictures.rewritten(made(size=(40, 30), exif=exif))).size == (30, 40)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")])
def test_every_kind_that_is_read_becomes_a_jpeg(kind, mode):
    kept = opened(pictures.rewritten(made(kind=kind, mode=mode)))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (40, 30))


def test_what_was_transparent_becomes_paper():
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(pictures.rewritten(file.getvalue())).getpixel((4, 4)) == (255, 255, 255)


def test_a_large_picture_becomes_small_and_light():
    kept = pictures.rewritten(made(size=(3000, 1500)))
    assert opened(kept).size == (1280, 640)
    assert len(kept) <= 400_000  # noise, which no photograph is


def test_the_same_picture_is_kept_under_the_same_bytes():
    data = made()
    assert pictures.rewritten(data) == pictures.rewritten(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        made(kind="GIF", mode="P"),
        made()[:200],
    ],
    ids=["empty", "text", "svg", "gif", "cut off"],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refused, match="use JPEG, PNG or WebP"):
        pictures.rewritten(data)


def test_a_bomb_is_not_unfolded():
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    with pytest.raises(Refused, match="too many pixels"):
        pictures.rewritten(file.getvalue())


def test_a_heavy_file_is_not_read():
    with pytest.raises(Refused, match="larger than 12 MB"):
        pictures.rewritten(b"\xff" * (pictures.MOST_BYTES + 1))
