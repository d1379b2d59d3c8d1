"""django-post_office: send_many with a template, sent by two processes of five threads each (five is its own default).

Asked with `batch` None it has its own batches of a hundred, and forks its processes and opens its connections for each of
them. With 10,000 everything is one batch, its quickest way: then nothing is noted as sent before the last mail has left.
Through Celery its task does the same in a worker process; a lock of its own lets one at a time.
"""

import time
from functools import cache
from typing import Any

import django

from benchmarks.aside import serve

if __name__ == "__main__":
    django.setup()

from django.conf import settings
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
    if question["do"] == "settle":
        ends = time.monotonic() + 10
        while (left := Email.objects.exclude(status=STATUS.sent).count()) and time.monotonic() < ends:
            time.sleep(0.05)
        return {"left": left}
    settings.POST_OFFICE.pop("BATCH_SIZE", None)
    if question["batch"]:
        settings.POST_OFFICE["BATCH_SIZE"] = question["batch"]
    began = time.monotonic()
    send_queued_mail_until_done(processes=PROCESSES)
    return {"began": began, "left": Email.objects.exclude(status=STATUS.sent).count()}


if __name__ == "__main__":
    serve(answer_to)
