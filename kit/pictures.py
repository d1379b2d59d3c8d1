"""A picture that anyone sent, made into one that we can serve: decoded and written anew, small, with nothing hidden in it."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from kit.refusals import Refused

# What is opened at all. A file that is small on disk can be huge when unfolded: 40 million pixels are 120 MB.
MOST_BYTES = 12_000_000
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# What is kept: sharp enough for a column of 42rem on a good screen, light enough for a poor line.
LONGEST_SIDE = 1280
KEPT_BYTES = 180_000
QUALITIES = (82, 74, 66, 58, 50)


def rewritten(data: bytes) -> bytes:
    """Return a JPEG of at most LONGEST_SIDE pixels a side, upright, without metadata. Refused for what is no picture.

    Nothing of the file is copied: place, camera and thumbnails (EXIF, XMP, ICC) stay behind with it.
    """
    if len(data) > MOST_BYTES:
        raise Refused(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller first.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("This picture has too many pixels. Make it smaller first.")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            plain = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("This picture has too many pixels. Make it smaller first.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("This is not a picture that can be read here: use JPEG, PNG or WebP.") from error
    for quality in QUALITIES:
        written = _jpeg(plain, quality)
        if len(written) <= KEPT_BYTES:
            break
    return written


def _on_white(picture: Image.Image) -> Image.Image:
    """A JPEG has no transparency; what was transparent becomes paper."""
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(paper, with_alpha).convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, progressive=True, optimize=True)
    return file.getvalue()
