"""What staff may log as an answer: typed words, a mail, a PDF, a picture. By what is in it, never by its name."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from kit.pictures import MOST_PIXELS
from kit.received_mail import Unreadable, header, parse, text_of
from kit.refusals import Refused
from letters.models import Reply

MOST_BYTES = 10_000_000
PICTURES = {"PNG": Reply.Form.PNG, "JPEG": Reply.Form.JPEG}
ENDINGS = {"mail": "eml", "text": "txt", "pdf": "pdf", "png": "png", "jpeg": "jpg"}


def form_of(content: bytes) -> str:
    """A `Reply.Form`. Raise Refused, with what to do, for anything else."""
    if len(content) > MOST_BYTES:
        raise Refused(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller first.", field="file"
        )
    # ISO 32000-1, 7.5.2 and 7.5.5: the header at the beginning, the mark of the end in the last kilobyte.
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return Reply.Form.PDF
    if form := _picture(content):
        return form
    if _is_mail(content):
        return Reply.Form.MAIL
    raise Refused("Choose a PDF, a mail (.eml), or a picture as PNG or JPEG.", field="file")


def _picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return ""
                picture.verify()
                return PICTURES[str(picture.format)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ""
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return ""


def _is_mail(content: bytes) -> bool:
    """A sender, a date and words (RFC 5322, 3.6 wants the first two)."""
    try:
        mail = parse(content)
        return bool(header(mail, "From") and header(mail, "Date") and text_of(mail))
    except (Unreadable, ValueError, RecursionError):
        return False
