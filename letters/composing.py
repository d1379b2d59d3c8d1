"""The email that brings a letter: its text, its HTML and its PDF, from the agreed words alone.

With a `mark` it is a test: subject, text, HTML and PDF say so, and it has neither copies nor a signer to answer to. A `note` is one
sentence of ours above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string

from kit.languages import direction
from letters.verifying import code_of, page_for
from letters.words import code_word, home, reference_word
from outbox.kinds import Attachment, Draft


@dataclass(frozen=True)
class Mark:
    """`word` stands large on the paper and before the subject, `note` begins the text; both in the letter's language."""

    word: str
    note: str


def draft_of(
    frozen: Mapping[str, Any], *, digest: str, pdf: bytes, mark: Mark | None = None, note: str = ""
) -> Draft:
    """`frozen` is the agreed letter (appeals/merging.py), `digest` its SHA-256 in hex."""
    name = frozen["reference"] if mark is None else f"TEST-{frozen['reference']}"
    return replace(
        words_of(frozen, lines_of(frozen, digest), mark, note),
        reply_to=frozen["reply_to"] if mark is None else "",
        attachments=(pdf_of(name, pdf),),
    )


def lines_of(frozen: Mapping[str, Any], digest: str) -> dict[str, str]:
    """What differs between the mails of two signers who agreed to the same words, a line for each."""
    return {
        "name": frozen["signer"]["name"],
        "home": home(frozen["signer"]),
        "reference": frozen["reference"],
        "code": code_of(digest),
        "check": page_for(frozen["reference"], digest),
    }


def words_of(
    frozen: Mapping[str, Any], lines: Mapping[str, str], mark: Mark | None = None, note: str = ""
) -> Draft:
    """All but whom to answer and the PDF. Of `frozen` nothing is printed that `lines` has."""
    context = {
        "letter": frozen,
        "own": lines,
        "direction": direction(frozen["language"]),
        "reference_word": reference_word(frozen["language"]),
        "code_word": code_word(frozen["language"]),
        "mark": mark,
        "note": note,
    }
    return Draft(
        subject=frozen["subject"] if mark is None else f"[{mark.word}] {frozen['subject']}",
        text=render_to_string("letters/mail.txt", context),
        html=render_to_string("letters/mail.html", context),
        language=frozen["language"],
        cc=tuple(frozen["copies_to"]) if mark is None else (),
    )


def pdf_of(name: str, pdf: bytes) -> Attachment:
    return Attachment(f"{name}.pdf", "application/pdf", pdf)
