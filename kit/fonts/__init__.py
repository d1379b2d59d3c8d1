"""The fonts of letters, posters and cards: full static files, shipped with the project under the Open Font License (OFL.txt).

Noto Serif and Noto Sans cover Latin, Cyrillic with Kazakh, Greek and Vietnamese; Noto Naskh Arabic
covers Arabic, Persian and Urdu names. Version 2.004 of each, as Debian 12 packages them. Letter Code draws QR codes and is ours (letter_code.py).
One family per file: subsets joined by unicode-range put wrong glyphs on the page without a word.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent

# Family names of our own, so that a font installed on the machine can never answer to them.
FACES = {
    "Letter Serif": "NotoSerif-Regular.ttf",
    "Letter Serif Bold": "NotoSerif-Bold.ttf",
    "Letter Sans": "NotoSans-Regular.ttf",
    "Letter Naskh": "NotoNaskhArabic-Regular.ttf",
    "Letter Code": "LetterCode-Regular.ttf",
}

# The families that each part of the page is set in, first choice first.
TEXT = ("Letter Serif", "Letter Naskh")
SUBJECT = ("Letter Serif Bold", "Letter Naskh")
SMALL = ("Letter Sans", "Letter Naskh")
CODE = ("Letter Code",)


def font_url(family: str) -> str:
    return (FOLDER / FACES[family]).as_uri()


def font_face_css() -> str:
    """The faces, and what a page calls them: var(--text), var(--heading), var(--small)."""
    faces = [f'@font-face {{ font-family: "{family}"; src: url("{font_url(family)}"); }}' for family in FACES]
    stacks = {"text": TEXT, "heading": SUBJECT, "small": SMALL, "code": CODE}
    named = [f"--{part}: {', '.join(map(repr, stack))}" for part, stack in stacks.items()]
    return "\n".join([*faces, f":root {{ {'; '.join(named)} }}"])
