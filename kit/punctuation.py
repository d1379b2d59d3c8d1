"""Punctuation as each language prints it: its own quotation marks and apostrophe, and blanks that do not break.

    as_printed('Er sagte: "Nein."', "de")      Er sagte: „Nein.“
    as_printed('« Oui ! »', "fr")              the same with narrow blanks that do not break

Done once, when a letter is merged, so that what is confirmed is what is printed. What was printed so stays as it is,
and what is not plain stays as it was typed: inches, minutes, a mark without its partner.
"""

import regex

NARROW = "\u202f"  # narrow no-break space
NO_BREAK = "\u00a0"

# Outer and inner marks. CLDR 46, `delimiters`; Ukrainian and Kazakh as in Russian print.
_ANGLE = f"«{NARROW}", f"{NARROW}»"
QUOTES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "en": (("“", "”"), ("‘", "’")),
    "de": (("„", "“"), ("‚", "‘")),
    "es": (("«", "»"), ("“", "”")),
    "fr": (_ANGLE, ("“", "”")),
    "kk": (("«", "»"), ("„", "“")),
    "pl": (("„", "”"), ("«", "»")),
    "ru": (("«", "»"), ("„", "“")),
    "tr": (("“", "”"), ("‘", "’")),
    "uk": (("«", "»"), ("„", "“")),
}
_OPENS = regex.compile(r"(?:^|[\s(\[{/–—«„“‘‚‹\"'-])$")
_INSIDE_A_WORD = regex.compile(r"(?<=\p{L})'(?=\p{L})")
_BEFORE_A_WORD = regex.compile(r"(?<!\p{L})'(?=\p{L})")
_AFTER_A_WORD = regex.compile(r"(?<=\p{L})'(?!\p{L})")
# French: Lexique des règles typographiques en usage à l'Imprimerie nationale; narrow before the colon too, as on screens.
_FRENCH_AFTER = regex.compile(r"(?<=[\p{L}\p{N})\]»”’…%])[ \u00a0]?([;:!?]+)(?=$|[\s)\]»”])")
_FRENCH_OPEN = regex.compile(r"«[ \u00a0]?(?=\S)")
_FRENCH_CLOSE = regex.compile(r"(?<=\S)[ \u00a0]?»")
# Polish print leaves no word of one letter at the end of a line.
_POLISH_ALONE = regex.compile(r"(?<=(?:^|[\s(„«])[aiouwzAIOUWZ]) (?=\S)")
# Whoever reads the PDF aloud or copies it: a true hyphen is U+002D, one that only divides a word is not (letters/hyphens.py).
_HYPHENS = str.maketrans({"\u2010": "-"})


def as_printed(text: str, language: str) -> str:
    """`text` may have several lines; a pair of marks stands in one of them."""
    return "\n".join(_line(line, language) for line in text.split("\n"))


def _line(line: str, language: str) -> str:
    line = _quoted(line.translate(_HYPHENS), language)
    line = _INSIDE_A_WORD.sub("’", line)
    if not _BEFORE_A_WORD.search(line):  # else it may be the partner of that one
        line = _AFTER_A_WORD.sub("’", line)
    if language == "fr":
        line = _FRENCH_AFTER.sub(rf"{NARROW}\1", line)
        line = _FRENCH_OPEN.sub(f"«{NARROW}", line)
        line = _FRENCH_CLOSE.sub(f"{NARROW}»", line)
    elif language == "pl":
        line = _POLISH_ALONE.sub(NO_BREAK, line)
    return line


def _quoted(line: str, language: str) -> str:
    """Pair the straight marks. Where one has no partner nobody knows what it means, and all stay."""
    if '"' not in line or language not in QUOTES:
        return line
    outer, inner = QUOTES[language]
    made: list[str] = []
    open_marks: list[str] = []
    for at, mark in enumerate(line):
        opens = _OPENS.search(line[:at]) is not None and line[at + 1 : at + 2].strip() != ""
        if mark == '"' and opens:
            made.append((outer, inner)[len(open_marks) % 2][0])
            open_marks.append(mark)
        elif mark == '"' and open_marks[-1:] == ['"']:
            open_marks.pop()
            made.append((outer, inner)[len(open_marks) % 2][1])
        elif mark == '"':
            return line
        elif mark == "'" and open_marks and opens:
            made.append((outer, inner)[len(open_marks) % 2][0])
            open_marks.append(mark)
        elif mark == "'" and open_marks[-1:] == ["'"] and not line[at + 1 : at + 2].isalpha():
            open_marks.pop()
            made.append((outer, inner)[len(open_marks) % 2][1])
        else:
            made.append(mark)
    return line if open_marks else "".join(made)
