"""What WeasyPrint leaves out of a tagged letter, added to its objects before they are written.

A hyphen that only divides a word at the end of a line is shown as one and read as U+00AD: who copies the text, or has it read
aloud, gets the word whole (ISO 32000-1, 14.8.2.2.3; kit/punctuation.py leaves no other U+2010 in a letter). And the
part in another language says so (14.9.2): WeasyPrint knows one language for a whole document.
"""

import re
from typing import Any

_DIVIDES = re.compile(rb"<([0-9a-f]{4})> <2010>")  # a glyph's row in a font's ToUnicode map


def finish(pdf: Any, *, section_language: str = "") -> None:
    """`pdf` is pydyf's, as write_pdf hands it to a finisher. `section_language`: of the page's <section>, if it has one."""
    import pydyf

    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.stream = [_soft(part) for part in one.stream]
        elif section_language and isinstance(one, pydyf.Dictionary) and one.get("S") == "/Sect":
            one["Lang"] = pydyf.String(section_language)


def _soft(part: Any) -> Any:
    found = _DIVIDES.fullmatch(part) if isinstance(part, bytes) else None
    return b"<%s> <00ad>" % found[1] if found else part
