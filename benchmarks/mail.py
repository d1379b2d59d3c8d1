"""The mail that every side sends: about 6 kB, personalised, text and HTML, with list headers. Its kinds for our outbox."""

from collections.abc import Mapping
from pathlib import Path

from django.template.loader import render_to_string

from outbox.kinds import Draft, Kind, Shared, register
from outbox.states import Stream

TEMPLATES = Path(__file__).resolve().parent / "templates" / "bench"
SUBJECT = "Your letter {{ reference }} about the baker of Exampletown"
# Window 1 is the law of letters to offices, window 20 that of mailings (outbox/states.py).
STREAMS = {"outbox.window1": Stream.LETTER, "outbox.window20": Stream.MAILING}


def kind_name(stream: str) -> str:
    return f"bench_{stream}"


def register_kinds() -> None:
    for stream in STREAMS.values():
        register(Kind(name=kind_name(stream), stream=stream, compose=SHARED.compose, shared=SHARED))


def draft(values: Mapping[str, str]) -> Draft:
    return Draft(
        subject=subject(values),
        text=render_to_string("bench/mail.txt", values),
        html=render_to_string("bench/mail.html", values),
        headers=list_headers(values),
    )


SHARED = Shared(lambda message: (None, message.values), lambda _, values: draft(values))


def subject(values: Mapping[str, str]) -> str:
    return SUBJECT.replace("{{ reference }}", values["reference"])


def list_headers(values: Mapping[str, str]) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{values['stop']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": "<baker.outcry.example>",
    }
