"""django-post_office in its quickest way: send_many with a template, sent by two processes of five threads each."""

import time
from functools import cache
from typing import Any

import django

from benchmarks.aside import serve

if __name__ == "__main__":
    django.setup()

from post_office.mail import send_many, send_queued_mail_until_done
from post_office.models import STATUS, Email, EmailTemplate

from benchmarks.mail import SUBJECT, TEMPLATES, list_headers

TEMPLATE = "bench"
PROCESSES = 2


@cache
def make_template() -> EmailTemplate:
    return EmailTemplate.objects.get_or_create(
        name=TEMPLATE,
        defaults={
            "subject": SUBJECT,
            "content": (TEMPLATES / "mail.txt").read_text(),
            "html_content": (TEMPLATES / "mail.html").read_text(),
        },
    )[0]


def enqueue(mails: list[dict[str, str]], template: EmailTemplate) -> None:
    """All in one call; rendered when sent, as ours is, which also makes the quickest enqueue."""
    send_many(
        [
            {
                "recipients": [values["address"]],
                "sender": "appeals@outcry.example",
                "template": template,
                "context": values,
                "headers": list_headers(values),
                "render_on_delivery": True,
            }
            for values in mails
        ]
    )


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    if question["do"] == "enqueue":
        enqueue(question["mails"], make_template())
        return {}
    began = time.monotonic()
    send_queued_mail_until_done(processes=PROCESSES)
    return {"began": began, "left": Email.objects.exclude(status=STATUS.sent).count()}


if __name__ == "__main__":
    serve(answer_to)
